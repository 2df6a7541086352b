import { Global, Module } from '@nestjs/common';
import { Erasures } from './erasures.service.js';

@Global()
@Module({ providers: [Erasures], exports: [Erasures] })
export class RetentionModule {}

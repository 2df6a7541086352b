import { applyDecorators, Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** A controller of pages: no part of the API's description. */
export const Pages = (path = '') => applyDecorators(Controller(path), ApiExcludeController());

import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { ErrorCode } from '../kernel/app-error.js';

/** What a route tells of itself in the OpenAPI document; what its permission and its schemas tell is added there. */
export interface Description<Answer extends z.ZodType | null = z.ZodType | null> {
  readonly summary: string;
  /** Markdown: what it does and what one should know before calling it. */
  readonly description: string;
  /** Each status of success with what it means. */
  readonly answers: Readonly<Record<number, string>>;
  /** The body of these answers, or null where there is none. */
  readonly body: Answer;
  /** `application/json` unless another is named. */
  readonly mediaType?: string;
  /** Codes beyond those that every route, its permission, its path, its query and its body imply. */
  readonly problems?: readonly ErrorCode[];
  /** For what OpenAPI's own means of saying it, the bearer token of a person, is not enough. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** Views are read-only, inferred types of schemas are not. */
type Unchangeable<T> = T extends (infer Item)[]
  ? readonly Unchangeable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchangeable<T[Key]> }
    : T;
type Returned<Answer> = Answer extends z.ZodType ? Unchangeable<z.output<Answer>> : void;
type Handler<Result> = (...args: never[]) => Result | Promise<Result>;

export const DESCRIPTION = 'ardoise:description';

/** The compiler refuses a handler whose answer is not of this schema. */
export function Describe<Answer extends z.ZodType | null>(description: Description<Answer>) {
  return <Method extends Handler<Returned<Answer>>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    SetMetadata(DESCRIPTION, description)(target, key, descriptor);
  };
}

/** For handlers that write their answer themselves: nothing can be checked of what they return. */
export function DescribeRaw(description: Description): MethodDecorator {
  return SetMetadata(DESCRIPTION, description);
}

import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PERMISSION, type Permission } from '../../src/policy/requires.decorator.js';

/** One way into the program. */
export interface Route {
  readonly method: string;
  /** As declared: `/api/v1/businesses/:b`. */
  readonly path: string;
  /** `BusinessesController.get`, to find it in the source. */
  readonly handler: string;
  readonly permission?: Permission;
}

/** `"POST /api/v1/businesses/:b/resets"`, the name of a route in tables and golden files. */
export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

/** Every route of every controller in the running application, with the permission that the guard will find. */
export function routesOf(app: INestApplication): Route[] {
  const routes: Route[] = [];
  const scanner = new MetadataScanner();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name] as object;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) continue;
        for (const path of pathsOf(metatype, handler)) {
          const permission = (Reflect.getMetadata(PERMISSION, handler) ?? Reflect.getMetadata(PERMISSION, metatype)) as
            Permission | undefined;
          routes.push({ method: RequestMethod[method], path, handler: `${metatype.name}.${name}`, permission });
        }
      }
    }
  }
  return routes.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

function pathsOf(controller: object, handler: object): string[] {
  const listOf = (target: object) => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return listOf(controller).flatMap((prefix) =>
    listOf(handler).map((path) => `/${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')),
  );
}

interface Layer {
  readonly route?: { readonly path: string | string[]; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route that the HTTP server itself knows, whoever registered it. */
export function servedRoutes(app: INestApplication): string[] {
  const server = app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  return server.router.stack.flatMap(({ route }) =>
    route
      ? [route.path]
          .flat()
          .flatMap((path) => Object.keys(route.methods).map((method) => nameOf({ method: method.toUpperCase(), path })))
      : [],
  );
}

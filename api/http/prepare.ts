import { z } from 'zod';
import { isWrite, type Route } from './route.ts';
import { schemaOf, type JsonSchema } from './json-schema.ts';

/**
 * Makes a declared route strict, and refuses one that could not keep the promises of the API: a mistake in a declaration shows at start.
 * @throws Error naming the route
 */
export function prepareRoute(route: Route): Route {
  const fail = (message: string): never => {
    throw new Error(`${route.method} ${route.path}: ${message}`);
  };
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const declared = Object.keys(route.params?.shape ?? {});
  if (inPath.toSorted().join() !== declared.toSorted().join()) fail('params do not match the path');
  if (isWrite(route) && route.auth === 'public') fail('a write needs an account');
  if (route.method === 'GET' && route.body !== undefined) fail('a GET takes no body');
  if (route.body !== undefined) {
    const { schema, components } = schemaOf(route.body, 'input');
    const open = [schema, ...Object.values(components)]
      .map((each) => openObject(each, ''))
      .find((path) => path !== undefined);
    if (open !== undefined) {
      fail(`body: the object at ${open || '/'} takes unknown fields; use z.strictObject`);
    }
    if (route.bodyExample !== undefined) {
      const { error } = route.body.safeParse(route.bodyExample);
      if (error !== undefined) fail(`bodyExample is not valid: ${z.prettifyError(error)}`);
    }
  }
  for (const [status, { schema, example }] of Object.entries(route.responses)) {
    if (schema === undefined || example === undefined) continue;
    const { error } = schema.safeParse(example);
    if (error !== undefined) fail(`the example of ${status} is not valid: ${z.prettifyError(error)}`);
  }
  return {
    ...route,
    params: (route.params ?? z.object({})).strict(),
    query: (route.query ?? z.object({})).strict(),
    headers: (route.headers ?? z.object({})).strip(),
  };
}

/** Path of the first object that would swallow a misspelt field. */
function openObject(schema: JsonSchema, path: string): string | undefined {
  if (
    schema.properties !== undefined &&
    schema.additionalProperties === undefined &&
    schema.allOf === undefined
  ) {
    return path;
  }
  const inner: [string, JsonSchema | undefined][] = [
    ...Object.entries(schema.properties ?? {}),
    ['items', schema.items],
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((each) => ['', each] as [string, JsonSchema]),
  ];
  for (const [key, each] of inner) {
    const open = each === undefined ? undefined : openObject(each, key === '' ? path : `${path}/${key}`);
    if (open !== undefined) return open;
  }
  return undefined;
}

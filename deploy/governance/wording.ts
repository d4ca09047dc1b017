/** An instant in unix seconds, as people and programs read it. */
export const instant = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');

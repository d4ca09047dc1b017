import type { z } from 'zod';
import { settings, type Setting, type SettingName, type Settings } from './settings.ts';

/** What the whole service is configured with: parsed once at start, then passed on, never read from the environment again. */
export type Config = {
  readonly [N in SettingName]: Settings[N] extends { fallback: string }
    ? z.output<Settings[N]['schema']>
    : z.output<Settings[N]['schema']> | undefined;
};

export interface SettingError {
  readonly variable: string;
  readonly message: string;
  readonly remedy: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly errors: readonly SettingError[];

  constructor(errors: readonly SettingError[]) {
    super(errors.map((e) => `${e.variable} ${e.message}. ${e.remedy}`).join('\n'));
    this.errors = errors;
  }
}

/**
 * Reads every setting, from its flag if given, else from its variable, else its fallback.
 * @throws ConfigError naming every setting that is wrong, all at once
 */
export function parseConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Partial<Record<SettingName, string | number | boolean | undefined>>> = {},
): Config {
  const config: Record<string, unknown> = {};
  const errors: SettingError[] = [];
  for (const [name, definition] of Object.entries(settings) as [SettingName, Setting][]) {
    const flag = flags[name];
    const given = flag === undefined ? emptyAsUnset(environment[definition.variable]) : String(flag);
    const value = given ?? definition.fallback;
    if (value === undefined) continue;
    const parsed = definition.schema.safeParse(value);
    if (parsed.success) config[name] = parsed.data;
    else {
      const shown = definition.secret === true ? '' : ` (${JSON.stringify(value)})`;
      const message = `${parsed.error.issues[0]?.message ?? 'is not valid'}${shown}`;
      errors.push({ variable: definition.variable, message, remedy: definition.remedy });
    }
  }
  if (errors.length > 0) throw new ConfigError(errors);
  return config as Config;
}

// A variable that is set to nothing is how many shells and compose files say "not set".
const emptyAsUnset = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** Variables that look like settings but are none: most often a misspelling, so the caller should warn. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(Object.values(settings).map((s) => s.variable));
  return Object.keys(environment).filter((name) => name.startsWith('LUDENG_') && !known.has(name));
}

/** The settings as a Markdown table, for the operations manual. */
export function settingsMarkdown(): string {
  const rows = Object.values(settings as Record<string, Setting>).map(
    (s) =>
      `| \`${s.variable}\` | ${s.fallback === undefined ? '' : `\`${s.fallback || ' '}\``} | ${s.help} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

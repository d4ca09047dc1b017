import { parseDay, type Day } from '../../domain/time/calendar.ts';

/** The day number of a date that a test writes down. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.value;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before each repetition, in milliseconds: the schedule of Standard Webhooks 1.0.0, three days in all. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

const LONGEST_WISH = 24 * HOUR;

/** Up to a fifth later, so that what failed together is not repeated together. */
const withJitter = (delay: number): number => delay * (1 + Math.random() / 5);

/**
 * Milliseconds until an event is tried again.
 * @param attempts how often it has failed, from 1
 * @param retryAfter what the receiver asked for, milliseconds; a day at most is heeded
 * @returns undefined when it is not tried any more
 */
export function delayAfter(
  attempts: number,
  retryAfter = 0,
  delays: readonly number[] = RETRY_DELAYS,
): number | undefined {
  const delay = delays[attempts - 1];
  return delay === undefined ? undefined : Math.max(withJitter(delay), Math.min(retryAfter, LONGEST_WISH));
}

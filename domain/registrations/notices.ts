import type { NumberLetter } from '../encoding/numbers.ts';
import type { REGISTRATIONS } from './events.ts';
import { EVENT_NAMES, registrationOf, type EventName, type RegistryEvent } from './events.ts';
import { kindOf, type Wording } from './registration.ts';

type KeyOf<Of extends 'notice' | 'effect'> = {
  [N in EventName]: keyof NonNullable<(typeof REGISTRATIONS)[N][Of]>;
}[EventName];

/** What publicity calls a registration. */
export type NoticeKind = KeyOf<'notice'>;
/** What the history of an interest calls an effect on it, which has no notice of its own. */
export type EffectKind = KeyOf<'effect'>;

const wordings = <K extends string>(of: 'notice' | 'effect'): Record<K, Wording> =>
  Object.assign({}, ...EVENT_NAMES.map((name) => registrationOf({ name })[of])) as Record<K, Wording>;

export const NOTICES = wordings<NoticeKind>('notice');
export const EFFECTS = wordings<EffectKind>('effect');
export const NOTICE_KINDS = Object.keys(NOTICES) as NoticeKind[];
export const EFFECT_KINDS = Object.keys(EFFECTS) as EffectKind[];

/** The kind of notice that the event is; undefined if it is no registration, or only the effect of one. */
export function noticeKindOf(event: RegistryEvent): NoticeKind | undefined {
  const it = registrationOf(event);
  return it.notice && (kindOf(it, event.args) as NoticeKind);
}

/** What the history of an interest calls the event. */
export const entryKindOf = (event: RegistryEvent): NoticeKind | EffectKind | undefined =>
  kindOf(registrationOf(event), event.args) as NoticeKind | EffectKind | undefined;

/** The letter of a registration's number; N where the kind has none of its own. */
export const letterOf = (kind: string): NumberLetter =>
  (NOTICES as Partial<Record<string, Wording>>)[kind]?.letter ?? 'N';

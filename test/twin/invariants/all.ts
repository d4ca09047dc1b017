import { onlyKeysInUseAct, secondSignaturesHold } from './people.ts';
import { proceedsGoByRank } from './proceeds.ts';
import { goneStaysGone, noUnitCountsTwice, quantityIsConserved } from './quantity.ts';
import { layersNeverGrow, ranksWorsenBySignatureOnly } from './ranks.ts';
import { endedStaysEnded, nothingDisappears } from './records.ts';
import { titleMovesByRegistrationOnly } from './titles.ts';
import type { Invariant } from './transition.ts';
import { unitsCarryWhatIsRegistered } from './units.ts';

/** Checked after every accepted step. In plain words: docs/invariants.md. */
export const INVARIANTS: readonly Invariant[] = [
  quantityIsConserved,
  noUnitCountsTwice,
  goneStaysGone,
  unitsCarryWhatIsRegistered,
  ranksWorsenBySignatureOnly,
  layersNeverGrow,
  proceedsGoByRank,
  titleMovesByRegistrationOnly,
  nothingDisappears,
  endedStaysEnded,
  onlyKeysInUseAct,
  secondSignaturesHold,
];

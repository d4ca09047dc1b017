import { fixedToText } from '../../../domain/encoding/abi.ts';
import { onLine } from '../../../domain/line/binding.ts';
import { subtract } from '../../../domain/line/line.ts';
import { askedIn, existing, intervalView, placesText, type Meanings } from './meaning.ts';
import { under } from './rights.ts';

export const ofTitles = {
  ApprovalRequired: {
    code: 'APPROVAL_REQUIRED',
    explain: ({ typeCode }) => ({
      field: '/approval',
      message: `is needed: ${fixedToText(typeCode)} is transferred only with the approval of the authority that granted the right`,
    }),
  },
  InvalidRecipient: {
    code: 'INVALID_RECIPIENT',
    explain: () => ({ field: '/to', message: 'holds the right already' }),
  },
  NotSuccessor: {
    code: 'NOT_SUCCESSOR',
    explain: ({ holder }, { rows }) => ({
      field: '/to',
      message: 'is not recorded as a successor of the holder',
      remedy:
        'Record the merger or division of the holder first; a right goes on from successor to successor, one transfer for each.',
      extensions: { successors: rows.get('party', holder)?.successors.map(({ party }) => party) ?? [] },
    }),
  },
  NotBuyer: {
    code: 'NOT_BUYER',
    explain: ({ disposal }, { rows, units = [] }) => {
      const disposals = units.flatMap(({ right }) => rows.get('right', right)?.disposals ?? []);
      const buyer = disposals.find(({ sequence }) => sequence === Number(disposal))?.buyer;
      return { field: '/to', message: 'is not the buyer of this disposal', extensions: { buyer } };
    },
  },
  NotSold: {
    code: 'NOT_SOLD',
    explain: ({ right, disposal }, request) => {
      const { state } = existing(request, right);
      const sold = state.overlays.filter(({ kind, ref }) => kind === 'sold' && ref === Number(disposal));
      const others = subtract(askedIn(request, right, onLine(state)), sold);
      const message =
        sold.length === 0
          ? 'sold no unit that still awaits its title'
          : `did not sell ${placesText(others)}; give the certificateNumber of the part that it sold`;
      return { field: '/disposal', message, extensions: { units: others.map(intervalView) } };
    },
  },
  NothingLeft: {
    code: 'NOTHING_LEFT',
    explain: () => ({ field: '/', message: 'takes every unit that is left on the line' }),
  },
  UnitsBound: {
    code: 'UNITS_BOUND',
    explain: (args, request) => under(args, request, 'moves units that are under'),
  },
  // An interest on the units was registered or ended since the consents were asked for.
  InterestMissing: 'CONSENT_REQUIRED',
  InvalidFollower: {
    code: 'STALE_STATE',
    explain: ({ index }) =>
      Number(index) === 16
        ? { code: 'TOO_MANY_OVERLAYS', field: '/', message: 'moves units of more than 16 interests at once' }
        : {},
  },
  InvalidCause: 'INVALID_REQUEST',
} as const satisfies Partial<Meanings>;

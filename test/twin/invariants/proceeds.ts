import type { EventArgs } from '../../../domain/registrations/events.ts';
import { hasExpired } from '../../../domain/time/calendar.ts';
import { argsOf, must, type Transition } from './transition.ts';

/** Proceeds go by rank: nobody is paid before those ahead have all that they claim, and nothing is lost on the way. */
export function proceedsGoByRank(transition: Transition): void {
  for (const disposal of argsOf(transition.events, 'RightDisposed')) check(transition, disposal);
  if (argsOf(transition.events, 'RightDisposed').length > 0) return;
  for (const { before: was, after } of transition.before.changed('interest')) {
    must((was?.payments.length ?? 0) === after.payments.length, `${after.id} is paid without a disposal`);
  }
}

function check({ before, world }: Transition, args: EventArgs['RightDisposed']): void {
  const { payments, disposal, surplus, claimants, right } = args;
  const { overlays } = before.get('right', right)!.state;
  const paid = payments.reduce((sum, it) => sum + it.paid, 0n);
  must(paid + surplus === disposal.proceeds, `${paid} paid and ${surplus} left over of ${disposal.proceeds}`);
  const short = payments.findIndex((it) => it.paid < it.claim);
  const after = short < 0 ? [] : payments.slice(short + 1);
  must(after.every((it) => it.paid === 0n) && (short < 0 || surplus === 0n), `paid behind payment ${short}`);

  const ranks = payments.map(({ claimant, layer }) => {
    const { sequence, state } = before.get('interest', claimants[claimant]!)!;
    const overlay = overlays.find(
      (it) => it.ref === sequence && it.from <= args.units.from && args.units.to <= it.to,
    )!;
    const since = layer === 0 ? 0 : state.increases[layer - 1]!.since;
    return { priority: Math.max(overlay.priority, since), place: overlays.indexOf(overlay), layer };
  });
  const sorted = [...ranks].sort((a, b) => a.priority - b.priority || a.place - b.place || a.layer - b.layer);
  must(
    ranks.every((it, i) => it === sorted[i]),
    'payments are not in the order of rank',
  );

  for (const [index, id] of claimants.entries()) {
    const [was, is] = [before.get('interest', id)!, world.rows.get('interest', id)!];
    const own = payments.filter(({ claimant }) => claimant === index);
    const sum = own.reduce((total, it) => total + it.paid, 0n);
    must(
      is.state.securedAmount === was.state.securedAmount - sum,
      `${id}: what was paid still counts as secured`,
    );
    must(own.length === 1 + was.state.increases.length, `${id}: a layer has been left out`);
    const silent = was.state.status === 'advance' || hasExpired(was.state.termTo, world.now);
    must(!silent || sum === 0n, `${id} has lapsed or not arisen, and is paid`);
  }
  const all = overlays.filter(
    (it) => it.kind === 'interest' && it.from < args.units.to && args.units.from < it.to,
  );
  const missing = all.find(
    ({ ref }) => !claimants.some((id) => before.get('interest', id)!.sequence === ref),
  );
  must(missing === undefined, `the interest ${missing?.ref} on the units is not among the claimants`);
}

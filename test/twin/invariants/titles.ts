import { argsOf, must, type Transition } from './transition.ts';

/** Title moves by a registration of the right's own authority that says so; no default, disposal or judgment moves it by itself. */
export function titleMovesByRegistrationOnly({ events, before, step }: Transition): void {
  const transfers = argsOf(events, 'RightTransferred');
  const divisions = argsOf(events, 'RightDivided');
  for (const { before: was, after } of before.changed('right')) {
    const division = divisions.find(({ child }) => child === after.id);
    const holder =
      was?.state.holder ?? (division ? before.get('right', division.right)?.state.holder : undefined);
    if (holder === undefined || holder === after.state.holder) continue;
    const transfer = transfers.find(({ right }) => right === after.id) ?? division;
    must(transfer?.conveyance.to === after.state.holder, `${after.id} has another holder without a transfer`);
    const by = before.get('key', step.tx.from)?.institution;
    must(by === after.state.authority, `${after.id} has another holder by the institution ${by}`);
  }
}

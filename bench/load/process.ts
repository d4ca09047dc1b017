// The load generator's process: takes one load after the other by IPC and answers with what it saw.
import { apply, type Load } from './client.ts';

process.on('message', (load: Load) => {
  apply(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));

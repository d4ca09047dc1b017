import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A new name is on disk only when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** After a crash the file is the old one or the new one, never a part. */
export async function replaceDurably(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.draft`;
  await writeDurably(draft, content);
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

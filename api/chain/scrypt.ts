import { scrypt as nativeScrypt } from 'node:crypto';
import { scrypt, getBytes } from 'ethers';

/**
 * Makes ethers derive keystore keys with the scrypt of Node, in its thread pool: ten times faster than JavaScript, and
 * several keystores at once.
 */
export function useNativeScrypt(): void {
  scrypt.register(
    (password, salt, N, r, p, length) =>
      new Promise((resolve, reject) => {
        const memory = 128 * N * r + 1024 * 1024;
        nativeScrypt(
          getBytes(password),
          getBytes(salt),
          length,
          { N, r, p, maxmem: 2 * memory },
          (error, key) => (error ? reject(error) : resolve(key)),
        );
      }),
  );
}

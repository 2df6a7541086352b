import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @import { Env } from '../lib.mjs' */

/**
 * A container engine with a store of its own, under the name "docker": podman, which takes the same words and needs no
 * service. Gives what to add to the environment for a shell to find it.
 * @param {string} folder
 * @returns {Env}
 */
export function prepareEngine(folder) {
  if (process.getuid?.() !== 0) throw new Error('This drill needs root: it makes a Debian and starts containers.');
  const [bin, store, run] = [join(folder, 'bin'), join(folder, 'store'), join(folder, 'run')];
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), '#!/bin/sh\nexec podman "$@"\n', { mode: 0o755 });
  const storage = join(folder, 'storage.conf');
  writeFileSync(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${store}"\nrunroot = "${run}"\n`);
  const containers = join(folder, 'containers.conf');
  // Podman would raise the limits of a container to a million files, which a machine that is itself confined does not allow.
  // What it writes down of its containers goes to the folder too.
  writeFileSync(
    containers,
    `[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n` +
      `[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\ntmp_dir = "${join(folder, 'libpod')}"\n`,
  );
  return {
    PATH: `${bin}:${process.env.PATH}`,
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_CONF: containers,
    // Of the image's formats the one that keeps the health check; each step in a namespace of mounts, nothing more.
    BUILDAH_FORMAT: 'docker',
    BUILDAH_ISOLATION: 'chroot',
  };
}

/**
 * The engine, asked by the drill itself; gives what it printed.
 * @param {Env} env
 * @param {string[]} args
 */
export const engine = (env, ...args) =>
  execFileSync('docker', args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  }).trim();

/**
 * The base of docker/Dockerfile under its name: Debian 12 with this machine's Node and npm, and the user "node".
 * @param {string} folder
 * @param {Env} env
 * @param {string} name
 */
export function makeBase(folder, env, name) {
  const base = join(folder, 'base');
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const quietly = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } };
  console.log(`  Making ${name} of Debian's packages …`);
  execFileSync('debootstrap', ['--variant=minbase', '--include=ca-certificates,libstdc++6', 'bookworm', base], quietly);
  const npm = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  cpSync(process.execPath, join(base, 'usr/local/bin/node'));
  cpSync(join(npm, 'npm'), join(base, 'usr/local/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  // Whom this machine trusts, the base trusts: npm may reach its registry only through somebody in between.
  const authorities = 'etc/ssl/certs/ca-certificates.crt';
  cpSync(join('/', authorities), join(base, authorities));
  mkdirSync(join(base, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(base, 'usr/local/etc/npmrc'), `cafile=/${authorities}\n`);
  const finish = `
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$0/usr/local/bin/npm"
    chroot "$0" useradd --uid 1000 --user-group --create-home node
    rm -rf "$0"/var/cache/apt/archives/*.deb "$0"/var/lib/apt/lists/*
    tar -C "$0" -c . | docker import - "$1"`;
  execFileSync('bash', ['-euo', 'pipefail', '-c', finish, base, name], quietly);
}

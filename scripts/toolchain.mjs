/**
 * Runs a script of this repository under its own toolchain: Node 24, as on Lambda, and the dependencies of the
 * lockfile. It is the only file that runs under whatever Node (20 or later) the machine has. What is missing is
 * installed first; when nothing changed since, no network is needed.
 *
 *   node scripts/toolchain.mjs scripts/<name>.ts [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const node24 = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const installedFile = path.join(root, 'node_modules', '.installed');

const wanted = dependencies();
if (!existsSync(node24) || !existsSync(installedFile) || readFileSync(installedFile, 'utf8') !== wanted)
  install();
run(process.argv.slice(2));

/** Changes when an install could give something else than what is there. */
function dependencies() {
  const workspaces = ['packages', 'services'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')),
  );
  const hash = createHash('sha256');
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...workspaces]) {
    const absolute = path.join(root, file);
    if (existsSync(absolute)) hash.update(file).update(readFileSync(absolute));
  }
  return hash.digest('hex');
}

function install() {
  console.log('Installing the toolchain and the dependencies (once; later starts need no network) …');
  const command = windows ? 'npx.cmd' : 'npx';
  const { status } = spawnSync(command, ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0 || !existsSync(node24)) {
    console.error(
      'The installation did not succeed; see the messages above. It needs npm and access to its package registry. ' +
        'If the network is fine, remove the folder node_modules and try again.',
    );
    process.exit(1);
  }
  writeFileSync(installedFile, wanted);
}

/** The child ends with this process, however that ends: on Ctrl-C by the signal, on kill -9 by the closed channel. */
function run([script, ...args]) {
  const bin = path.join(root, 'node_modules', '.bin');
  // Room for young objects grows to 64 MB unless told, and stays while there is work (npm run bench:start).
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
  const child = spawn(node24, [...flags, path.join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${path.dirname(node24)}${path.delimiter}${bin}${path.delimiter}${process.env.PATH}`,
      // glibc keeps what each thread once needed. One arena for all, and pictures outside of it, give the sandbox's memory
      // back (npm run bench:start).
      MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '1',
      MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? '262144',
      MALLOC_TRIM_THRESHOLD_: process.env.MALLOC_TRIM_THRESHOLD_ ?? '262144',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'node'),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/**
 * npm starts a shell, and the shell starts this process. A kill that reaches npm alone would leave the rest running
 * and the ports taken. No signal tells of that, so the two above are looked up now and then.
 */
function endWithNpm(end) {
  const shell = process.ppid;
  const npm = windows ? 0 : parentOf(shell);
  if (!npm || !process.env.npm_lifecycle_event) return;
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    end();
  }, 2000);
  timer.unref();
}

/** @returns 0 when there is no such process, or no `ps` */
function parentOf(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout?.trim() || 0);
}

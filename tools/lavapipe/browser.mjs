/**
 * A Chromium whose software adapter has 16-bit shaders: SwiftShader, which comes with it, has none. A folder
 * of links to the installed one, with Mesa's lavapipe in SwiftShader's place (see renamed.c). Debian 12's own
 * lavapipe is too old; the one of its backports is unpacked beside, and nothing of the system is changed but
 * that gcc and what lavapipe links against are installed.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('renamed.c', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/lavapipe/', import.meta.url));
const LAVAPIPE = join(FOLDER, 'usr/lib/x86_64-linux-gnu/libvulkan_lvp.so');
const CHROMIUM = '/usr/lib/chromium';
const RELEASE = 'bookworm-backports';
const BACKPORTS = `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian ${RELEASE} main\n`;

function isDebian12AsRoot() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid() !== 0) return false;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return release.includes('VERSION_CODENAME=bookworm') && existsSync(join(CHROMIUM, 'libvk_swiftshader.so'));
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ${args.at(-1)}: ${stderr}`);
}

function fetchLavapipe() {
  if (existsSync(LAVAPIPE)) return;
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', 'gcc', 'libc6-dev', 'mesa-vulkan-drivers']);
  // Lists of its own, so that the system's package manager hears nothing of this release.
  writeFileSync(join(FOLDER, 'sources.list'), BACKPORTS);
  mkdirSync(join(FOLDER, 'lists/partial'), { recursive: true });
  const own = [`SourceList=${FOLDER}sources.list`, 'SourceParts=-'].map((option) => `Dir::Etc::${option}`);
  const options = [...own, `Dir::State::Lists=${FOLDER}lists`].flatMap((option) => ['-o', option]);
  run('apt-get', [...options, '-qq', 'update']);
  run('apt-get', [...options, '-qq', 'download', `mesa-vulkan-drivers/${RELEASE}`]);
  const file = readdirSync(FOLDER).find((name) => name.endsWith('.deb'));
  run('dpkg-deb', ['-x', file, '.']);
}

/**
 * Path of that browser.
 * @returns undefined on a machine for which it is not made
 * @throws Error when a package cannot be fetched or the compiler fails
 */
export function ensureLavapipeBrowser() {
  if (!isDebian12AsRoot()) return undefined;
  mkdirSync(FOLDER, { recursive: true });
  fetchLavapipe();
  const browser = join(FOLDER, 'browser');
  rmSync(browser, { recursive: true, force: true });
  mkdirSync(browser);
  const own = ['chromium', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json'];
  for (const name of readdirSync(CHROMIUM))
    if (!own.includes(name)) symlinkSync(join(CHROMIUM, name), join(browser, name));
  // A copy: through a link it would find itself where SwiftShader is.
  copyFileSync(join(CHROMIUM, 'chromium'), join(browser, 'chromium'));
  const library = join(browser, 'libvk_swiftshader.so');
  run('gcc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-Wall',
    '-Werror',
    `-DLAVAPIPE="${LAVAPIPE}"`,
    '-o',
    library,
    SOURCE,
    '-ldl',
  ]);
  const icd = { library_path: './libvk_swiftshader.so', api_version: '1.4.0' };
  writeFileSync(
    join(browser, 'vk_swiftshader_icd.json'),
    JSON.stringify({ file_format_version: '1.0.0', ICD: icd }),
  );
  return join(browser, 'chromium');
}

// For benchmarks: CHROMIUM_PATH=$(node tools/lavapipe/browser.mjs) npm run bench:text
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureLavapipeBrowser() ?? '');

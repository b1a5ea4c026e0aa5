/**
 * Builds a Chromium whose software adapter has 16-bit shaders; SwiftShader, which Chromium ships, has none.
 * The result is a folder of links to the installed Chromium, with Mesa's lavapipe in SwiftShader's place (see
 * renamed.c). Debian 12's own lavapipe is too old, so the one from backports is unpacked beside it. The
 * system itself only gets gcc and the libraries that lavapipe links against.
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
  // Separate package lists, so that the system's package manager does not see this release.
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
 * Builds that browser.
 * @returns its path; undefined unless this is Debian 12 on x64, as root, with Debian's Chromium
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
  // A copy: through a link, Chromium would load its libraries from the folder that has SwiftShader.
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
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureLavapipeBrowser() ?? '');
  } catch (error) {
    console.error(`The second software adapter could not be set up: ${error.message}`);
    process.exitCode = 1;
  }
}

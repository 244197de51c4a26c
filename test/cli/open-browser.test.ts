/** When a browser is opened, and by which command; none is opened here. */
import { expect, test } from 'vitest';
import { browserCommand, isBrowserWanted, openBrowser } from '../../src/cli/open-browser.js';

test.each([
  ['at a terminal', { terminal: true, environment: {} }, true],
  ['not where nobody looks', { terminal: false, environment: {} }, false],
  ['not in a build', { terminal: true, environment: { CI: 'true' } }, false],
  [
    'not from another machine',
    { terminal: true, environment: { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } },
    false,
  ],
  ['where it is asked for', { open: true, terminal: false, environment: { CI: 'true' } }, true],
  ['not where it is declined', { open: false, terminal: true, environment: {} }, false],
])('%s', (_, options, wanted) => expect(isBrowserWanted(options)).toBe(wanted));

test('each platform has its command, and no shell reads the address', () => {
  const url = 'http://127.0.0.1:1/x&y/';
  expect(browserCommand('darwin', url)).toEqual(['open', url]);
  expect(browserCommand('win32', url)).toEqual(['rundll32', 'url.dll,FileProtocolHandler', url]);
  expect(browserCommand('linux', url)).toEqual(['xdg-open', url]);
});

test('a machine without that command: why, and nothing ends', async () => {
  const reason = await new Promise((resolve) =>
    openBrowser('http://127.0.0.1:1/', { PATH: '/nowhere' }, resolve),
  );
  expect(reason).toMatch(/ENOENT/);
});

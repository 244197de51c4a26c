/** Opens an address in the browser of whoever sits at the terminal, by the command that each platform has for it. */
import { spawn } from 'node:child_process';
import type { Environment } from '../mapping/environment.js';

export interface BrowserOptions {
  /** true: `--open`; false: `--no-open`; undefined: where somebody is there to see it. */
  readonly open?: boolean | undefined;
  /** Whether standard output is a terminal. */
  readonly terminal: boolean;
  readonly environment: Environment;
}

/** At a terminal, and not in a build or on a machine that is reached from elsewhere. */
export function isBrowserWanted({ open, terminal, environment }: BrowserOptions): boolean {
  if (open !== undefined) return open;
  return terminal && !environment.CI && !environment.SSH_CONNECTION;
}

/** Command and arguments. No shell is asked, so nothing in an address can be a command. */
export function browserCommand(platform: string, url: string): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      return ['xdg-open', url];
  }
}

/** Not awaited: the browser lives on by itself. @param failed told why nothing could be opened */
export function openBrowser(url: string, environment: Environment, failed: (reason: string) => void): void {
  const [command, ...args] = browserCommand(process.platform, url);
  const browser = spawn(command, args, { stdio: 'ignore', detached: true, env: { ...environment } });
  browser.once('error', ({ message }) => failed(message));
  browser.unref();
}

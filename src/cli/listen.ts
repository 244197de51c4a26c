/** Where the service listens, and what is said when it cannot. */
import { type AdminOptions, startAdminServer } from '../server/admin.js';
import type { RunningServer } from '../server/listening.js';
import { CliError } from './cli-error.js';

export interface AdminPlace {
  /** Default: loopback. */
  readonly host: string | undefined;
  /** 0: any free one. */
  readonly port: number;
  /** Nobody asked for this port: where another program has it, any free one does. */
  readonly otherwiseAny: boolean;
}

/** @throws CliError when the port that was asked for cannot be had */
export async function listenAdmin(
  { host, port, otherwiseAny }: AdminPlace,
  options: Omit<AdminOptions, 'host' | 'port'>,
): Promise<RunningServer> {
  try {
    return await startAdminServer({ ...options, host, port });
  } catch (error) {
    if (otherwiseAny && codeOf(error) === 'EADDRINUSE')
      return listenAdmin({ host, port: 0, otherwiseAny: false }, options);
    throw listenError(error, 'admin-port', port);
  }
}

/** @param option the one that chooses the port */
export function listenError(error: unknown, option: 'port' | 'admin-port', port: number): unknown {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new CliError(1, `Port ${port} is in use by another program; choose another with --${option}`);
  if (code === 'EACCES')
    return new CliError(1, `Port ${port} may not be used; choose one from 1024 on with --${option}`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new CliError(2, `The address of --${hosts[option]} is not one of this machine`);
  return error;
}

const hosts = { port: 'host', 'admin-port': 'admin-host' } as const;

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** What one address of the console shows: the same as a page, as data, and as a command line. */
import type { Html } from './html.js';

export const screenNames = ['collections', 'query', 'problems', 'log', 'claims'] as const;
export type ScreenName = (typeof screenNames)[number];

export interface Screen {
  readonly name: ScreenName;
  readonly title: string;
  /** Default 200. */
  readonly status?: number;
  /** A command line that tells the same. */
  readonly command: string;
  /** The JSON twin. */
  readonly data: object;
  readonly body: Html;
  /** Origins of the pictures on the page, where someone asked to see them. */
  readonly pictures?: readonly string[];
}

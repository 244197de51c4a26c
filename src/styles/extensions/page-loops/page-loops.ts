/** The ways in which cursor lists go on and end. */
import type { PageLoop } from '../extension.js';

const end = Object.freeze({ kind: 'end' as const });
const withoutCursor = Object.freeze({
  kind: 'broken' as const,
  why: 'it promises more rows and gives no cursor',
});

/**
 * Relay: a flag, or the absence of a cursor, says that the list ends. A flag that promises more than an empty page is a
 * broken promise; without a flag an empty page with a cursor may be a sparse one, so the list goes on.
 */
export const strictLoop: PageLoop = {
  name: 'strict',
  next({ rows, cursor, more }) {
    if (more === false || (more === undefined && cursor === null)) return end;
    if (cursor === null) return withoutCursor;
    return rows === 0 && more === true
      ? { kind: 'broken', why: 'it promises more rows and gives an empty page' }
      : { kind: 'more', cursor };
  },
};

/** AppSync: the limit is applied before the filter, so pages may be short or empty long before the end. */
export const sparseLoop: PageLoop = {
  name: 'sparse',
  next({ cursor, more }) {
    if (more === false || (more === undefined && cursor === null)) return end;
    return cursor === null ? withoutCursor : { kind: 'more', cursor };
  },
};

/** APIs that give the last row's cursor even on the last page: only an empty page is the end. */
export const untilEmptyLoop: PageLoop = {
  name: 'until-empty',
  next({ rows, cursor, more }) {
    if (more === false || rows === 0 || cursor === null) return end;
    return { kind: 'more', cursor };
  },
};

export const pageLoops: readonly PageLoop[] = [strictLoop, sparseLoop, untilEmptyLoop];

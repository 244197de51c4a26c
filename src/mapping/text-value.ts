/** The value of a YAML text, for those who edit it and hold the outcome against what was meant. */
import { type Document, parseDocument } from 'yaml';

/** Without warnings of keys that are no texts: the problems of the file tell of them. */
export function documentOf(text: string): Document {
  return parseDocument(text, { logLevel: 'error' });
}

/** undefined: it has none. References without an anchor, and too many of them, are no faults of syntax: only who asks for the value is told. */
export function valueIn(document: Document): unknown {
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

#!/usr/bin/env node
/** The command line, out of the parts beside it. */
import { createRequire } from 'node:module';

createRequire(import.meta.url)('./parts.cjs').load('./program.cjs');

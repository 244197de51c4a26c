import { Pool as whole } from 'undici';
import { expect, it } from 'vitest';
import { Pool } from '../../../src/upstream/transport/pool.js';

it('is the Pool that undici exports, wherever a new version keeps it', () => expect(Pool).toBe(whole));

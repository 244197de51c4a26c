/** Seed of the property tests: SEED of the environment repeats a run; it stands in the titles of the tests. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

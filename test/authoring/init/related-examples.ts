/** APIs that are published as examples, in small, with the relations that their items have. */
import type { Pair } from './expect-pairs.js';
import { type Served, serveGraphql } from './serve-graphql.js';

export interface Example {
  readonly name: string;
  readonly start: () => Promise<Served>;
  /** By collection and field. */
  readonly pairs: Readonly<Record<string, readonly Pair[]>>;
}

const inverse = (pairs: readonly Pair[]): readonly Pair[] => pairs.map(([from, to]) => [to, from]);
const of = <T>(pairs: readonly Pair[], id: string, find: (id: string) => T): readonly T[] =>
  pairs.filter(([from]) => from === id).map(([, to]) => find(to));

/** Plain lists without pages and totals; ids are codes. */
function countries(): Example {
  const continentOf: readonly Pair[] = [
    ['DE', 'EU'],
    ['CH', 'EU'],
    ['CA', 'NA'],
    ['AQ', 'AN'],
  ];
  const spoken: readonly Pair[] = [
    ['DE', 'de'],
    ['CH', 'de'],
    ['CH', 'fr'],
    ['CA', 'en'],
    ['CA', 'fr'],
  ];
  type Row = { readonly code: string; readonly [member: string]: unknown };
  const country = (code: string): Row => ({
    code,
    name: `Country ${code}`,
    continent: () => continent(of(continentOf, code, String)[0]!),
    languages: () => of(spoken, code, language),
  });
  const continent = (code: string): Row => ({
    code,
    name: `Continent ${code}`,
    countries: () => of(inverse(continentOf), code, country),
  });
  const language = (code: string): Row => ({
    code,
    name: `Language ${code}`,
    countries: () => of(inverse(spoken), code, country),
  });
  type Operators = { readonly eq?: string; readonly in?: readonly string[] };
  const filtered =
    (all: readonly Row[]) =>
    ({
      filter: { code, continent: on } = {},
    }: {
      readonly filter?: { code?: Operators; continent?: Operators };
    }) =>
      all.filter((row) => {
        const fits = ({ eq, in: some }: Operators = {}, value: string): boolean =>
          (eq === undefined || eq === value) && (some === undefined || some.includes(value));
        return fits(code, row.code) && (!on || fits(on, of(continentOf, row.code, String)[0]!));
      });
  return {
    name: 'countries',
    start: () =>
      serveGraphql(
        `type Query {
          continent(code: ID!): Continent continents(filter: ContinentFilterInput = {}): [Continent!]!
          country(code: ID!): Country countries(filter: CountryFilterInput = {}): [Country!]!
          language(code: ID!): Language languages(filter: LanguageFilterInput = {}): [Language!]! }
        type Continent { code: ID! name: String! countries: [Country!]! }
        type Country { code: ID! name(lang: String): String! continent: Continent! languages: [Language!]! }
        type Language { code: ID! name: String! countries: [Country!]! }
        input StringQueryOperatorInput { eq: String ne: String in: [String!] nin: [String!] regex: String glob: String }
        input ContinentFilterInput { code: StringQueryOperatorInput }
        input CountryFilterInput { code: StringQueryOperatorInput continent: StringQueryOperatorInput name: StringQueryOperatorInput }
        input LanguageFilterInput { code: StringQueryOperatorInput }`,
        {
          continents: filtered(['EU', 'NA', 'AN'].map(continent)),
          countries: filtered(continentOf.map(([code]) => country(code))),
          languages: filtered(['de', 'fr', 'en'].map(language)),
        },
      ),
    pairs: {
      'countries.continent': continentOf,
      'countries.languages': spoken,
      'continents.countries': inverse(continentOf),
      'languages.countries': inverse(spoken),
    },
  };
}

/** Lists by page numbers, whose pages have a size of their own; lists in the rows take no arguments. */
function cartoon(): Example {
  const lives: readonly Pair[] = [
    ['1', '20'],
    ['2', '20'],
    ['3', '3'],
    ['4', '3'],
    ['5', '20'],
  ];
  const comesFrom: readonly Pair[] = [
    ['1', '1'],
    ['2', '1'],
    ['5', '20'],
  ];
  const plays: readonly Pair[] = [
    ['1', '10'],
    ['1', '11'],
    ['2', '10'],
    ['3', '11'],
    ['5', '12'],
  ];
  const first = <T>(pairs: readonly Pair[], id: string, find: (id: string) => T): T | null =>
    of(pairs, id, find)[0] ?? null;
  const character = (id: string): object => ({
    id,
    name: `Character ${id}`,
    status: 'Alive',
    origin: () => first(comesFrom, id, location),
    location: () => first(lives, id, location),
    episode: () => of(plays, id, episode),
  });
  const location = (id: string): object => ({
    id,
    name: `Location ${id}`,
    residents: () => of(inverse(lives), id, character),
  });
  const episode = (id: string): object => ({
    id,
    name: `Episode ${id}`,
    characters: () => of(inverse(plays), id, character),
  });
  const paged =
    (ids: readonly string[], make: (id: string) => object) =>
    ({ page }: { readonly page?: number | null }) => {
      const [size, at] = [2, page ?? 1];
      const pages = Math.ceil(ids.length / size);
      return {
        info: { count: ids.length, pages, next: at < pages ? at + 1 : null, prev: at > 1 ? at - 1 : null },
        results: ids.slice((at - 1) * size, at * size).map(make),
      };
    };
  const byIds =
    (make: (id: string) => object, known: readonly string[]) =>
    ({ ids }: { readonly ids: readonly string[] }) =>
      ids.filter((id) => known.includes(id)).map(make);
  const [characters, locations, episodes] = [
    ['1', '2', '3', '4', '5'],
    ['1', '3', '20'],
    ['10', '11', '12'],
  ] as const;
  return {
    name: 'Rick and Morty',
    start: () =>
      serveGraphql(
        `type Query {
          characters(page: Int, filter: FilterCharacter): Characters charactersByIds(ids: [ID!]!): [Character]
          locations(page: Int, filter: FilterLocation): Locations locationsByIds(ids: [ID!]!): [Location]
          episodes(page: Int, filter: FilterEpisode): Episodes episodesByIds(ids: [ID!]!): [Episode] }
        type Characters { info: Info results: [Character] } type Locations { info: Info results: [Location] }
        type Episodes { info: Info results: [Episode] } type Info { count: Int pages: Int next: Int prev: Int }
        type Character { id: ID name: String status: String origin: Location location: Location episode: [Episode]! }
        type Location { id: ID name: String residents: [Character]! }
        type Episode { id: ID name: String characters: [Character]! }
        input FilterCharacter { name: String status: String } input FilterLocation { name: String }
        input FilterEpisode { name: String }`,
        {
          characters: paged(characters, character),
          locations: paged(locations, location),
          episodes: paged(episodes, episode),
          charactersByIds: byIds(character, characters),
          locationsByIds: byIds(location, locations),
          episodesByIds: byIds(episode, episodes),
        },
      ),
    pairs: {
      'characters.origin': comesFrom,
      'characters.location': lives,
      'characters.episode': plays,
      'locations.residents': inverse(lives),
      'episodes.characters': inverse(plays),
    },
  };
}

/** Connections in both directions, with totals; ids are opaque. */
function starWars(): Example {
  const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');
  const [film, person, planet] = (['films', 'people', 'planets'] as const).map(
    (type) => (id: string) => globalId(type, id),
  ) as [(id: string) => string, (id: string) => string, (id: string) => string];
  const cast: readonly Pair[] = [
    ['1', '1'],
    ['1', '2'],
    ['1', '3'],
    ['2', '1'],
  ].map(([from, to]) => [film(from!), person(to!)]);
  const home: readonly Pair[] = [
    ['1', '1'],
    ['2', '1'],
    ['3', '8'],
  ].map(([from, to]) => [person(from!), planet(to!)]);
  const connection =
    (nodes: readonly object[], more: string) => (given: { first?: number; after?: string }) => {
      const start = given.after ? Number(given.after) + 1 : 0;
      const cut = nodes.slice(start, start + (given.first ?? nodes.length));
      const edges = cut.map((node, index) => ({ node, cursor: String(start + index) }));
      const pageInfo = {
        hasNextPage: start + cut.length < nodes.length,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
      return { edges, pageInfo, totalCount: nodes.length, [more]: cut };
    };
  const filmOf = (id: string): object => ({
    id,
    title: `Film ${id}`,
    characterConnection: (given: object) => connection(of(cast, id, personOf), 'characters')(given),
  });
  const personOf = (id: string): object => ({
    id,
    name: `Person ${id}`,
    homeworld: () => of(home, id, planetOf)[0] ?? null,
    filmConnection: (given: object) => connection(of(inverse(cast), id, filmOf), 'films')(given),
  });
  const planetOf = (id: string): object => ({
    id,
    name: `Planet ${id}`,
    residentConnection: (given: object) => connection(of(inverse(home), id, personOf), 'residents')(given),
  });
  const pages = '(after: String, first: Int, before: String, last: Int)';
  const connected = (name: string, type: string, plural: string): string =>
    `type ${name} { pageInfo: PageInfo! edges: [${name}Edge] totalCount: Int ${plural}: [${type}] }
     type ${name}Edge { node: ${type} cursor: String! }`;
  return {
    name: 'Star Wars',
    start: () =>
      serveGraphql(
        `type Query { allFilms${pages}: FilmsConnection allPeople${pages}: PeopleConnection allPlanets${pages}: PlanetsConnection }
        interface Node { id: ID! } type PageInfo { hasNextPage: Boolean! endCursor: String }
        type Film implements Node { id: ID! title: String characterConnection${pages}: FilmCharactersConnection }
        type Person implements Node { id: ID! name: String homeworld: Planet filmConnection${pages}: PersonFilmsConnection }
        type Planet implements Node { id: ID! name: String residentConnection${pages}: PlanetResidentsConnection }
        ${connected('FilmsConnection', 'Film', 'films')} ${connected('PeopleConnection', 'Person', 'people')}
        ${connected('PlanetsConnection', 'Planet', 'planets')} ${connected('FilmCharactersConnection', 'Person', 'characters')}
        ${connected('PersonFilmsConnection', 'Film', 'films')} ${connected('PlanetResidentsConnection', 'Person', 'residents')}`,
        {
          allFilms: connection(
            ['1', '2'].map((id) => filmOf(film(id))),
            'films',
          ),
          allPeople: connection(
            ['1', '2', '3'].map((id) => personOf(person(id))),
            'people',
          ),
          allPlanets: connection(
            ['1', '8'].map((id) => planetOf(planet(id))),
            'planets',
          ),
        },
      ),
    pairs: {
      'films.characters': cast,
      'people.films': inverse(cast),
      'people.homeworld': home,
      'planets.residents': inverse(home),
    },
  };
}

export const examples: readonly Example[] = [countries(), cartoon(), starWars()];

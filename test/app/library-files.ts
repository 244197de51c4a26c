/** Mapping files of an API with books and authors, whose schema is looked at again every ten minutes. */
export const libraryFiles = {
  'upstream.yaml': `version: 1
url: http://books.example/graphql
introspection: { every: 10m }
defaults: { page: { size: limit, offset: offset, max: 50 } }
`,
  'books.yaml': `version: 1
collection: books
type: Book
list: books
id: id
fields:
  pages: pages
  title: title
`,
  'authors.yaml': `version: 1
collection: authors
type: Author
list: authors
id: id
fields: { name: name }
`,
};

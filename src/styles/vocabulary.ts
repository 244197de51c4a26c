/**
 * The vocabulary in which dialects (src/styles/dialects) and mapping files (`list`, `get`, …) say how one
 * GraphQL API expresses lists, paging, filters, sorts, counts and aggregates. One zod schema gives the
 * TypeScript types, the validation of mapping files, and the JSON Schema for editors.
 *
 * Templates. Wherever a value is called a template it is plain JSON whose strings may hold slots:
 *
 *   $field      the field's upstream name         $FIELD   the name in CONSTANT_CASE
 *   $Field      the name with a capital first     $value   the encoded operand (alone: any JSON; inside a text: its text)
 *   $text       the operand as a text, whatever its type (Magento wants numbers as texts)
 *   $like       operand text with \ % _ escaped by \        $regex   operand text with regex characters escaped
 *   $glob       operand text with * ? [ ] { } \ escaped     $id, $ids  an id or a list of ids (get)
 *   $referenced the id of the item that is referred to (writes of references)
 *   $priority   sort: the rank of the key, the first one highest; the keys then are members of one object
 *   $all        the list of rendered conditions (and, or)   $one       one rendered condition (not)
 *   $list       the list field's own name, $List the same with a capital first (sibling fields)
 *   $type       the item type's name with a small first letter (Product: product), $Type with a capital first
 *
 * In `get`, `writes` and the aggregates' `count`, $field is the id field. A slot is read by the longest name that fits
 * (`$ids` before `$id`, `$fieldSum` is $field and "Sum").
 * A member named `...` holds an object whose members take its place: {"id": "$id", "...": "$item"}.
 *
 * Slots stand in values and in member names. Values never become document text: templates are rendered into
 * the variables of a fixed document.
 *
 * Argument addresses: `where` (argument), `options.filter` (member of an input), `Page/perPage` (argument of
 * an earlier step of the list's field path). The empty address means the arguments themselves.
 * Result paths: `totalCount`, `pageInfo.endCursor`, relative to the list field's value; a leading `../` starts at
 * the step before the list field.
 */
export * from './vocabulary/access.js';
export * from './vocabulary/dialect.js';
export * from './vocabulary/filter.js';
export * from './vocabulary/list.js';
export * from './vocabulary/page.js';
export * from './vocabulary/references.js';
export * from './vocabulary/scalars.js';
export * from './vocabulary/sort.js';
export * from './vocabulary/template.js';
export * from './vocabulary/writes.js';

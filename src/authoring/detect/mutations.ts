/** Writes: mutations whose name is a verb and the entity, with every required argument bound to a slot. */
import type { Json, WriteStyle, WriteStyles } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Key } from './key.js';
import { answerPaths } from './mutation-answers.js';
import {
  type Ambiguous,
  best,
  type DataSlot,
  dataRank,
  dataSlot,
  holdsItem,
  isAmbiguous,
  keyRank,
  type SlotScene,
  whereSlot,
} from './mutation-slots.js';
import {
  argumentsOf,
  type Input,
  isInputObjectType,
  isLeafType,
  isRequired,
  type SchemaField,
  shapeOf,
} from './shape.js';
import type { NamedMutation, Verb } from './verbs.js';

/** Why the mutations of a verb give no template. */
export type Unbound =
  | { readonly kind: 'demands'; readonly argument: string }
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | { readonly kind: 'no place'; readonly slot: '$id' | '$item' };

export interface WritesFinding {
  /** Verbs whose every required argument is bound. */
  readonly styles: WriteStyles;
  /** Verbs for which the schema has a mutation at all. */
  readonly seen: readonly Verb[];
  /** Of verbs that are seen and have no template. */
  readonly unbound: Readonly<Partial<Record<Verb, Unbound>>>;
}

export function detectWrites(
  mutations: readonly NamedMutation[],
  entity: Entity,
  key: Key | undefined,
  filterType: string | undefined,
): WritesFinding {
  const found = new Map<Verb, { readonly style: WriteStyle; readonly score: number }>();
  const unbound: { [V in Verb]?: Unbound } = {};
  for (const { verb, field, bonus } of mutations) {
    const bound = bindMutation(field, { verb, entity, key, filterType });
    if ('kind' in bound) {
      unbound[verb] ??= bound;
      continue;
    }
    const score = bound.score + bonus;
    if (score > (found.get(verb)?.score ?? Number.NEGATIVE_INFINITY))
      found.set(verb, { style: bound.style, score });
  }
  for (const verb of found.keys()) delete unbound[verb];
  return {
    styles: Object.fromEntries([...found].map(([verb, { style }]) => [verb, style])),
    seen: [...new Set(mutations.map((each) => each.verb))],
    unbound,
  };
}

interface Bound {
  readonly style: WriteStyle;
  readonly score: number;
}

function bindMutation(field: SchemaField, scene: SlotScene): Bound | Unbound {
  const { verb, entity, key } = scene;
  const args = argumentsOf(field);
  const slots: Record<string, Json> = {};
  let score = 0;
  let identified = false;
  // What says which item goes first: `updateUsers(set: …, where: …)`, whose `set` has an id too.
  if (verb !== 'insert') {
    const id = best(args, (each) => keyRank(each, scene));
    if (isAmbiguous(id)) return { kind: 'ambiguous', names: id.ambiguous };
    if (id) {
      const list = shapeOf(id.type).lists > 0;
      slots[id.name] = list ? ['$id'] : '$id';
      score += list ? 0 : 3;
      identified = true;
    } else {
      const wheres = args.filter(
        (each) => !holdsItem.test(each.name) && whereSlot(each, scene) !== undefined,
      );
      const named = wheres.filter((each) => /^_?(where|filter|by|pk)/i.test(each.name));
      const [where, ...others] = named.length > 0 ? named : wheres;
      if (others.length > 0) return { kind: 'ambiguous', names: [where!, ...others].map(({ name }) => name) };
      if (where) {
        const list = shapeOf(where.type).lists > 0;
        const template = whereSlot(where, scene)!;
        slots[where.name] = list ? [template] : template;
        score += list ? 0 : 2;
        identified = true;
      }
    }
  }
  const rest = args.filter((each) => !(each.name in slots));
  let data = false;
  const holder = holderOf(rest, scene, identified);
  if (isAmbiguous(holder)) return { kind: 'ambiguous', names: holder.ambiguous };
  if (holder) {
    const { argument, slot } = holder;
    const list = shapeOf(argument.type).lists > 0;
    slots[argument.name] = list ? [slot.template] : slot.template;
    identified ||= slot.identified;
    data = slot.data;
    score += (list ? -1 : 1) + (slot.identified ? 2 : 0);
  }
  const demanded = field.args.find((each) => isRequired(each) && !(each.name in slots));
  const whole = verb === 'insert' ? data : identified && (data || verb === 'remove');
  if (!whole || demanded) {
    const bare = flat(field, scene);
    if (bare) return bare;
    const object = demanded && isInputObjectType(shapeOf(demanded.type).named);
    if (demanded && (!object || whole)) return { kind: 'demands', argument: demanded.name };
    return { kind: 'no place', slot: verb !== 'insert' && !identified ? '$id' : '$item' };
  }
  const payload = answerPaths(field, entity, key, verb);
  const inOrder = Object.fromEntries(
    field.args.flatMap(({ name }) => (name in slots ? [[name, slots[name]!]] : [])),
  );
  const style: WriteStyle = { mutation: field.name, arguments: inOrder, ...payload };
  return {
    style,
    score: score + (payload.result !== undefined || shapeOf(field.type).named === entity.type ? 1 : 0),
  };
}

/** The argument that holds the item, or, for a removal, the object that holds the id. */
function holderOf(
  args: readonly Input[],
  scene: SlotScene,
  identified: boolean,
): { readonly argument: Input; readonly slot: DataSlot } | Ambiguous | undefined {
  const objects = args.filter((each) => isInputObjectType(shapeOf(each.type).named));
  if (scene.verb === 'remove' && identified) return undefined;
  const rank = (each: Input): number => {
    const slot = dataSlot(each, scene, identified);
    if (isAmbiguous(slot)) return 1;
    if (!slot) return 0;
    // One that names the item too says more than one that does not.
    return (scene.verb === 'remove' ? 1 : dataRank(each, scene)) + (slot.identified ? 2 : 0);
  };
  const argument = best(objects, rank);
  if (!argument || isAmbiguous(argument)) return argument;
  const slot = dataSlot(argument, scene, identified);
  if (!slot || isAmbiguous(slot)) return slot;
  return { argument, slot };
}

/** Arguments that are the entity's own fields: `createPost(title, views)` (json-graphql-server). */
function flat(field: SchemaField, scene: SlotScene): Bound | undefined {
  const { verb, entity, key } = scene;
  const args = field.args.filter((each) => isLeafType(shapeOf(each.type).named));
  const own = args.filter((each) => entity.fields.has(each.name));
  const id = best(args, (each) => keyRank(each, scene));
  if (isAmbiguous(id)) return undefined;
  if (field.args.some((each) => isRequired(each) && each !== id && !entity.fields.has(each.name)))
    return undefined;
  const payload = answerPaths(field, entity, key, verb);
  if (verb === 'remove')
    return id && field.args.every((each) => each === id || !isRequired(each))
      ? { style: { mutation: field.name, arguments: { [id.name]: '$id' }, ...payload }, score: 1 }
      : undefined;
  const enough = own.length >= (own.length === args.length ? 1 : 2);
  if (!enough || (verb === 'update' && !id)) return undefined;
  const slots: Record<string, Json> = { ...(verb === 'update' ? { [id!.name]: '$id' } : {}), '...': '$item' };
  return { style: { mutation: field.name, arguments: slots, ...payload }, score: 0 };
}

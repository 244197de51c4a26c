/**
 * What breaks the rules of architecture.test.ts today. The lists only get shorter: the test fails for a violation that is
 * not listed, and for a line whose violation is gone.
 */

/** Imports against the direction of the layers. */
export const upwardImports: readonly string[] = [
  'src/calls/aggregate-push.ts -> src/execute/run.ts: execute is above calls',
  'src/calls/aggregate-push.ts -> src/execute/send.ts: execute is above calls',
  'src/calls/aggregate-push.ts -> src/plan/aggregate-plan.ts: plan is above calls',
  'src/calls/aggregate-push.ts -> src/plan/plan.ts: plan is above calls',
  'src/calls/aggregate-push.ts -> src/plan/translate.ts: plan is above calls',
  'src/calls/ids-request.ts -> src/execute/failures.ts: execute is above calls',
  'src/calls/ids-request.ts -> src/execute/send.ts: execute is above calls',
  'src/calls/list.ts -> src/execute/failures.ts: execute is above calls',
  'src/calls/list.ts -> src/execute/run.ts: execute is above calls',
  'src/calls/list.ts -> src/execute/send.ts: execute is above calls',
  'src/calls/list.ts -> src/plan/translate.ts: plan is above calls',
  'src/execute/engine.ts -> src/explain/explain.ts: explain is above execute',
  'src/execute/engine.ts -> src/explain/wants.ts: explain is above execute',
  'src/upstream/document/address.ts -> src/styles/vocabulary.ts: styles is above upstream',
  'src/upstream/document/operation.ts -> src/styles/vocabulary.ts: styles is above upstream',
  'src/upstream/document/selection.ts -> src/styles/vocabulary.ts: styles is above upstream',
  'src/upstream/transport/client.ts -> src/styles/extensions/hatch.ts: styles is above upstream',
  'src/upstream/transport/client.ts -> src/styles/vocabulary.ts: styles is above upstream',
];

/** Exported types of one name in several files. */
export const sharedTypeNames: readonly string[] = [
  'Address: src/upstream/document/address.ts, src/upstream/transport/address.ts',
  'Answer: src/cli/query.ts, src/upstream/transport/exchange.ts',
  'BoundOperator: src/model/codecs/types.ts, src/styles/filter-binding.ts',
  'Condition: src/styles/condition.ts, src/wix/filter/tree.ts',
  'Field: src/authoring/detect/shape.ts, src/wix/protocol.ts',
  'Operation: src/upstream/document/operation.ts, src/wix/operations.ts',
  'Verb: src/authoring/detect/verbs.ts, src/model/bind/write-faults.ts',
];

/** Switches over a union of this project's own that forget a member in a default. */
export const openSwitches: readonly string[] = [
  'src/explain/explain.ts: switch (plan.access.kind)',
  'src/explain/first-page.ts: switch (kind)',
  'src/explain/first-page.ts: switch (pagingKind(style, offset + limit))',
  'src/gateway/retry.ts: switch (failure.kind)',
  'src/model/bind/kind.ts: switch (scalar)',
  'src/model/bind/value-fits.ts: switch (type)',
  'src/model/bind/where.ts: switch (each.operator)',
  'src/model/codecs/infer.ts: switch (kind)',
  'src/model/codecs/numberDomain.ts: switch (scalar)',
  'src/model/codecs/texts.ts: switch (scalar)',
  'src/model/codecs/values.ts: switch (scalar)',
  'src/plan/exactness.ts: switch (operator)',
  'src/plan/leaf.ts: switch (condition.operator)',
  'src/plan/leaf/list-elements.ts: switch (condition.operator)',
  'src/plan/residual-reasons.ts: switch (filter.kind)',
  'src/plan/ties.ts: switch (pagingKind(page, offset + limit))',
  'src/styles/extensions/search/commercetools.ts: switch (operator)',
  'src/styles/extensions/search/shopify.ts: switch (operator)',
  'src/styles/filter.ts: switch (style.style)',
  'src/wix/filter/coerce.ts: switch (type)',
  'src/wix/filter/normalize.ts: switch (each.operator)',
  'src/wix/filter/normalize.ts: switch (filter.kind)',
];

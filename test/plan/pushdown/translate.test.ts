/** Conjunctions, disjunctions and negations of conditions: what is sent and what is left to do here. */
import { describeSent } from '../../explain/sent-cases.js';

describeSent('hasura', [
  [
    { $or: [{ title: 'a' }, { quantity: 1 }] },
    { _or: [{ title: { _eq: 'a' } }, { quantity: { _eq: 1 } }] },
    'exact',
  ],
  [
    { $or: [{ title: 'a' }, { title: { $gt: 'b' } }] },
    'here',
    'the upstream may order text otherwise than Wix (by code unit)',
  ],
  [{ $or: [{ quantity: 1 }, { quantity: 2 }] }, { quantity: { _in: [1, 2] } }, 'exact'],
  [
    { $or: [{ title: { $contains: 'kiwi' } }, { quantity: 1 }] },
    { _or: [{ title: { _ilike: '%iw%' } }, { quantity: { _eq: 1 } }] },
    'checked again',
  ],
  [{ $and: [{ title: { $gt: 'b' } }, { quantity: 1 }] }, { quantity: { _eq: 1 } }, 'checked again'],
  [
    { $or: [{ $and: [{ quantity: 1 }, { title: { $gt: 'b' } }] }, { active: true }] },
    { _or: [{ quantity: { _eq: 1 } }, { active: { _eq: true } }] },
    'checked again',
  ],
  [
    { $not: { $or: [{ quantity: 1 }, { title: 'a' }] } },
    {
      _and: [
        { _or: [{ quantity: { _neq: 1 } }, { quantity: { _is_null: true } }] },
        { _or: [{ title: { _neq: 'a' } }, { title: { _is_null: true } }] },
      ],
    },
    'exact',
  ],
  [
    { $not: { $and: [{ quantity: 1 }, { title: 'a' }] } },
    {
      _or: [
        { quantity: { _neq: 1 } },
        { quantity: { _is_null: true } },
        { title: { _neq: 'a' } },
        { title: { _is_null: true } },
      ],
    },
    'exact',
  ],
  [{ $not: { title: null } }, { title: { _is_null: false } }, 'exact'],
  [{ $not: {} }, 'none'],
  [
    { $and: [{}, { $not: [{ quantity: 1 }] }] },
    { _or: [{ quantity: { _neq: 1 } }, { quantity: { _is_null: true } }] },
    'exact',
  ],
]);

describeSent('postgraphile4', [
  [
    { $or: [{ title: 'a' }, { quantity: 1 }] },
    { or: [{ title: { equalTo: 'a' } }, { quantity: { equalTo: 1 } }] },
    'exact',
  ],
  [
    { $or: [{ title: 'a' }, { title: { $gt: 'b' } }] },
    'here',
    'the upstream may order text otherwise than Wix (by code unit)',
  ],
  [{ $or: [{ quantity: 1 }, { quantity: 2 }] }, { quantity: { in: [1, 2] } }, 'exact'],
  [
    { $or: [{ title: { $contains: 'kiwi' } }, { quantity: 1 }] },
    { or: [{ title: { likeInsensitive: '%iw%' } }, { quantity: { equalTo: 1 } }] },
    'checked again',
  ],
  [{ $and: [{ title: { $gt: 'b' } }, { quantity: 1 }] }, { quantity: { equalTo: 1 } }, 'checked again'],
  [
    { $or: [{ $and: [{ quantity: 1 }, { title: { $gt: 'b' } }] }, { active: true }] },
    { or: [{ quantity: { equalTo: 1 } }, { active: { equalTo: true } }] },
    'checked again',
  ],
  [
    { $not: { $or: [{ quantity: 1 }, { title: 'a' }] } },
    { quantity: { distinctFrom: 1 }, title: { distinctFrom: 'a' } },
    'exact',
  ],
  [
    { $not: { $and: [{ quantity: 1 }, { title: 'a' }] } },
    { or: [{ quantity: { distinctFrom: 1 } }, { title: { distinctFrom: 'a' } }] },
    'exact',
  ],
  [{ $not: { title: null } }, { title: { isNull: false } }, 'exact'],
  [{ $not: {} }, 'none'],
  [{ $and: [{}, { $not: [{ quantity: 1 }] }] }, { quantity: { distinctFrom: 1 } }, 'exact'],
]);

describeSent('strapi5', [
  [
    { $or: [{ title: 'a' }, { quantity: 1 }] },
    { or: [{ title: { eq: 'a' } }, { quantity: { eq: 1 } }] },
    'checked again',
  ],
  [
    { $or: [{ title: 'a' }, { title: { $gt: 'b' } }] },
    'here',
    'the upstream may order text otherwise than Wix (by code unit)',
  ],
  [{ $or: [{ quantity: 1 }, { quantity: 2 }] }, { quantity: { in: [1, 2] } }, 'exact'],
  [
    { $or: [{ title: { $contains: 'kiwi' } }, { quantity: 1 }] },
    { or: [{ title: { containsi: 'iw' } }, { quantity: { eq: 1 } }] },
    'checked again',
  ],
  [{ $and: [{ title: { $gt: 'b' } }, { quantity: 1 }] }, { quantity: { eq: 1 } }, 'checked again'],
  [
    { $or: [{ $and: [{ quantity: 1 }, { title: { $gt: 'b' } }] }, { active: true }] },
    { or: [{ quantity: { eq: 1 } }, { active: { eq: true } }] },
    'checked again',
  ],
  [
    { $not: { $or: [{ quantity: 1 }, { title: 'a' }] } },
    { or: [{ quantity: { ne: 1 } }, { quantity: { null: true } }] },
    'checked again',
  ],
  [
    { $not: { $and: [{ quantity: 1 }, { title: 'a' }] } },
    'here',
    'it would be sent upstream if its alternative could be: title (ne)',
  ],
  [{ $not: { title: null } }, { title: { notNull: true } }, 'exact'],
  [{ $not: {} }, 'none'],
  [
    { $and: [{}, { $not: [{ quantity: 1 }] }] },
    { or: [{ quantity: { ne: 1 } }, { quantity: { null: true } }] },
    'exact',
  ],
]);

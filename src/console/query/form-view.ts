/** The form of the Query screen. It is sent as an address, so that it works without a script. */
import { identityKinds } from '../../wix/identity.js';
import { type Html, html } from '../html.js';
import type { Form, FormCondition } from './form.js';
import type { OfferedField, QueryData } from './query.js';

export function formView({ form, fields, collections }: QueryData): Html {
  return html`<form id="query" method="get">
<div class="row">
${choice('Collection', 'collection', collections, form.collection)}
<button type="submit">Show</button>
<button type="submit" name="run" value="on" class="main">Run</button>
</div>
${form.request === undefined ? rowsView(form, fields) : undefined}
<details${form.request === undefined ? undefined : html` open`}><summary>Whole request</summary>
<p>A request as Wix sends it, in place of the conditions.</p>
<div class="row">${choice('Endpoint', 'kind', ['query', 'count', 'aggregate', 'distinct', 'references'], form.kind)}</div>
<label>JSON <textarea name="request" rows="6" spellcheck="false">${form.request}</textarea></label>
</details>
<fieldset><legend>Who asks</legend><div class="row">
${choice('As', 'as', ['', ...identityKinds], form.caller.as ?? '')}
${input('Member', 'member', form.caller.member ?? '')}
${input('Language', 'language', form.caller.language ?? '')}
</div></fieldset>
</form>`;
}

function rowsView(form: Form, fields: readonly OfferedField[]): Html {
  const empty: FormCondition = { field: '', operator: 'eq', value: '' };
  const sortable = fields.filter((each) => each.sortable).map(({ key }) => key);
  const references = fields.filter((each) => each.isReference).map(({ key }) => key);
  return html`<fieldset><legend>Conditions</legend>
<div class="row">${choice('Match', 'match', ['all', 'any'], form.match)}</div>
${[...form.conditions, empty].map((each, index) => conditionView(each, index + 1, fields))}
</fieldset>
<fieldset><legend>Order and page</legend>
${[...form.sort, { field: '', order: 'ASC' }].map(
  ({ field, order }, index) => html`<div class="row">
${choice(`Sort by ${index + 1}`, 'sort', ['', ...sortable], field)}
${choice(`Direction ${index + 1}`, 'order', ['ASC', 'DESC'], order)}
</div>`,
)}
<div class="row">
${input('Limit', 'limit', form.limit, 'numeric')}
${input('Offset', 'offset', form.offset, 'numeric')}
${input('Fields', 'fields', form.fields)}
${box('Total', 'total', form.total)}
${box('Count only', 'count', form.count)}
</div>
${references.length === 0 ? undefined : html`<div class="row" role="group" aria-label="Include">${references.map((key) => html`<label class="box"><input type="checkbox" name="include" value="${key}"${form.include.includes(key) ? html` checked` : undefined}> Include ${key}</label>`)}</div>`}
</fieldset>`;
}

/** Only operators that Wix offers for the field; one that the address names all the same stays, and is refused. */
function conditionView(
  { field, operator, value }: FormCondition,
  number: number,
  fields: readonly OfferedField[],
): Html {
  const offered = fields.find(({ key }) => key === field)?.operators ?? [
    ...new Set(fields.flatMap((each) => each.operators)),
  ];
  const filterable = fields.filter(({ operators }) => operators.length > 0).map(({ key }) => key);
  return html`<div class="row">
${choice(`Field ${number}`, 'field', ['', ...filterable], field)}
${choice(`Operator ${number}`, 'operator', offered, operator)}
${input(`Value ${number}`, 'value', value)}
</div>`;
}

function choice(label: string, name: string, values: readonly string[], chosen: string): Html {
  const all = values.includes(chosen) ? values : [...values, chosen];
  return html`<label>${label} <select name="${name}">${all.map(
    (each) => html`<option${each === chosen ? html` selected` : undefined}>${each}</option>`,
  )}</select></label>`;
}

function input(label: string, name: string, value: string, mode = 'text'): Html {
  return html`<label>${label} <input name="${name}" value="${value}" inputmode="${mode}" autocomplete="off"></label>`;
}

function box(label: string, name: string, isOn: boolean): Html {
  return html`<label class="box"><input type="checkbox" name="${name}"${isOn ? html` checked` : undefined}> ${label}</label>`;
}

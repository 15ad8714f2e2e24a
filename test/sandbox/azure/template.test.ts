import assert from 'node:assert/strict';
import { planTemplate } from '../../../sandbox/azure/template.ts';
import { subscriptionId } from '../../../sandbox/seed.ts';

const scope = `/subscriptions/${subscriptionId}/resourceGroups/rg-neuro`;

/** What an expression comes to, as the output of a template. */
function computed(value: string, more: object = {}, sent: object = {}): unknown {
  const template = { resources: [], outputs: { it: { type: 'string', value } }, ...more };
  return (planTemplate(template, { ...sent }, scope).outputs.it as { value: unknown }).value;
}

describe('the templates of the simulated Azure', () => {
  it('compute as the published examples of the functions do', () => {
    const examples: readonly (readonly [expression: string, value: unknown])[] = [
      ["[format('{0}, {1}. Formatted number: {2}', 'Hello', 'User', 8)]", 'Hello, User. Formatted number: 8'],
      ["[cidrSubnet('10.144.0.0/20', 24, 0)]", '10.144.0.0/24'],
      ["[cidrSubnet('10.144.0.0/20', 24, 4)]", '10.144.4.0/24'],
      ["[map(createArray('a', 'b'), lambda('x', concat(lambdaVariables('x'), '!')))]", ['a!', 'b!']],
      [
        "[toObject(createArray(1, 2), lambda('n', string(lambdaVariables('n'))), lambda('n', true()))]",
        { 1: true, 2: true },
      ],
      ["[filter(createArray('a', ''), lambda('x', not(empty(lambdaVariables('x')))))]", ['a']],
      ["[union(createObject('a', 1), createObject('b', createArray('c')))]", { a: 1, b: ['c'] }],
      ["[createObject('a', createArray('x', 'y')).a[1]]", 'y'],
      ["[if(and(true(), not(contains('abc', 'z'))), 'it''s so', null())]", "it's so"],
      ["[base64('one, two, three')]", 'b25lLCB0d28sIHRocmVl'],
      ["[join(createArray('one', 'two'), ',')]", 'one,two'],
      [
        "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'sub')]",
        `${scope}/providers/Microsoft.Network/virtualNetworks/net/subnets/sub`,
      ],
      ['[[literal]', '[literal]'],
    ];

    for (const [expression, value] of examples) assert.deepEqual(computed(expression), value, expression);
  });

  it('refuse what they cannot read or do not find', () => {
    for (const wrong of [
      "[concat('a']",
      "[parameters('nothing')]",
      "[variables('nothing')]",
      "[createObject('a', 1).b]",
      '[copyIndex()]',
      '[1 2]',
    ]) {
      assert.throws(() => computed(wrong), { name: 'TemplateError' }, wrong);
    }
    const dependsOn = ['nothing'];
    const network = { type: 'Microsoft.Network/virtualNetworks', name: 'net', dependsOn };
    assert.throws(
      () => computed('x', { resources: { network } }),
      /'nothing', on which 'network' depends, is not defined/,
    );
  });

  it('take a parameter only as it is declared', () => {
    const parameters = {
      size: { type: 'int', minValue: 1, maxValue: 4 },
      name: { type: 'string', defaultValue: "[toLower('ABC')]" },
    };
    const of = (value: unknown) =>
      computed("[format('{0} {1}', parameters('size'), parameters('name'))]", { parameters }, { size: { value } });

    assert.equal(of(4), '4 abc');
    for (const value of [0, 5, '4', 1.5, undefined])
      assert.throws(() => of(value), { name: 'TemplateError' }, String(value));
  });

  it('make a resource as often as its copy says, and leave out what has no condition to be there', () => {
    const disk = {
      type: 'Microsoft.Compute/disks',
      name: "[format('disk-{0}', copyIndex())]",
      copy: { name: 'disks', count: 2 },
    };
    const none = { type: 'Microsoft.Compute/disks', name: 'none', condition: '[false()]' };
    const { resources } = planTemplate({ resources: { disk, none } }, {}, scope);

    assert.deepEqual(
      resources.map(({ key, name }) => [key, name]),
      [
        ['disk', 'disk-0'],
        ['disk', 'disk-1'],
      ],
    );
  });
});

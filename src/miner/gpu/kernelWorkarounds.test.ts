import { expect, it } from 'vitest';
import { zeroBareVariables } from '#miner/gpu/kernelWorkarounds.ts';

it('zeroBareVariables initializes function-scope variables of any type', () => {
  expect(zeroBareVariables('  var x : f32;\n\tvar y: array<vec4<f32>, 4> ;\n')).toBe(
    '  var x : f32 = f32();\n\tvar y: array<vec4<f32>, 4> = array<vec4<f32>, 4>();\n',
  );
});

it('zeroBareVariables leaves other declarations unchanged', () => {
  const shader = [
    'var<workgroup> shared_memory : array<f32, 64>;',
    '@group(0) @binding(0) var<storage, read> a : array<f32>;',
    '  var z = 1.0;',
    '  var w : u32 = 2u;',
    '  let v : f32 = 3.0;',
    'var top : f32;',
  ].join('\n');
  expect(zeroBareVariables(shader)).toBe(shader);
});

import tseslint from 'typescript-eslint';

const noClock = 'The clock is an argument here (domain/, workflows/): pass an ISO string.';
const purity = {
  'no-restricted-globals': ['error',
    ...['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'process', 'performance', 'crypto'].map((name) => ({ name, message: 'domain/ and workflows/ do no I/O and own no clock.' }))],
  'no-restricted-properties': ['error',
    { object: 'Date', property: 'now', message: noClock },
    { object: 'Math', property: 'random', message: 'No randomness here; pass it in.' }],
  'no-restricted-syntax': ['error', { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: noClock }],
};

export default tseslint.config(
  { ignores: ['node_modules/**', 'dist/**', '.careway*/**', 'coverage/**', 'web/public/vendor/**', 'tests/replay/histories/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  { files: ['bin/**', 'tests/**', '**/*.cjs', '**/*.mjs', '**/*.js'], rules: { 'no-console': 'off', '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['domain/**/*.ts', 'workflows/**/*.ts'], rules: purity },
);

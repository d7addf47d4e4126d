import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import lingui from 'eslint-plugin-lingui';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'node_modules', 'build', 'postcss.config.cjs', 'public', 'src/api/schema.d.ts', 'src/locales'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  a11y.flatConfigs.recommended,
  hooks.configs.flat.recommended,
  lingui.configs['flat/recommended'],
  { rules: { 'lingui/no-expression-in-message': 'error' } },
  // Tests read JSON of every shape.
  { files: ['e2e/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);

// The peer that shows what Ink costs when it is used as it comes: sixteen text fields, useInput
// for keys, the frame written by Ink itself. Run it without CI in the environment.
import { Box, render, Text, useApp, useInput } from 'ink';
import { useState } from 'react';

const LABELS = Array.from({ length: 16 }, (_, n) => `Kenttä ${n + 1}`);
const LONGEST = 40;

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly focused: boolean;
}

function Field({ label, value, focused }: FieldProps) {
  return (
    <Box>
      <Box width={14}>
        <Text dimColor>{label}</Text>
      </Box>
      <Box width={LONGEST + 4}>
        <Text inverse={focused}>{`${value}${focused ? ' ' : ''}`}</Text>
      </Box>
    </Box>
  );
}

function Form() {
  const [values, setValues] = useState<readonly string[]>(LABELS.map(() => ''));
  const [at, setAt] = useState(0);
  const { exit } = useApp();
  useInput((input, key) => {
    if (key.ctrl && input === 'q') exit();
    else if (key.tab) setAt((now) => (now + 1) % LABELS.length);
    else if (key.return) setValues((now) => now.map((one, n) => (n === at ? '' : one)));
    else if (input !== '' && !key.ctrl && !key.meta) {
      setValues((now) => now.map((one, n) => (n === at ? (one + input).slice(-LONGEST) : one)));
    }
  });
  return (
    <Box flexDirection="column" borderStyle="round" width={78} height={20}>
      {LABELS.map((label, n) => (
        <Field key={label} label={label} value={values[n] ?? ''} focused={n === at} />
      ))}
    </Box>
  );
}

render(<Form />);

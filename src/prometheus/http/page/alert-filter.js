// Which alerting rules are shown, and in which order of states.

/** The states of a rule, the most urgent first, with their headings. */
export const STATES = {
  firing: 'Firing',
  pending: 'Pending',
  inactive: 'Inactive',
  unknown: 'Not evaluated yet',
};

/** The alerting rules of an answer of /api/v1/rules, each with its group and a key that stays the same. */
export function alertingRules(groups) {
  return groups.flatMap(({ name, file, rules }) =>
    rules
      .filter(({ type }) => type === 'alerting')
      .map((rule, index) => ({ ...rule, group: name, file, key: `${file};${name};${index}` })),
  );
}

/**
 * The rules in one of the states that contain each word of the text: in the rule itself, or in one of its alerts. In the
 * second case only those alerts are kept.
 */
export function filterRules(rules, { states, text }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (texts) => {
    const all = texts.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return rules.flatMap((rule) => {
    if (!states.has(rule.state)) return [];
    const ofRule = [
      rule.name,
      rule.query,
      rule.group,
      rule.file,
      ...pairs(rule.labels),
      ...pairs(rule.annotations),
    ];
    if (fits(ofRule)) return [rule];
    const alerts = rule.alerts.filter(({ labels, annotations }) =>
      fits([...ofRule, ...pairs(labels), ...pairs(annotations)]),
    );
    return alerts.length > 0 ? [{ ...rule, alerts }] : [];
  });
}

/** How many rules there are in each state: `1 firing, 0 pending, 3 inactive`. */
export function countByState(rules) {
  const count = (wanted) => rules.filter(({ state }) => state === wanted).length;
  const text = ['firing', 'pending', 'inactive'].map((state) => `${count(state)} ${state}`).join(', ');
  return count('unknown') === 0 ? text : `${text}, ${count('unknown')} not evaluated yet`;
}

function pairs(texts) {
  return Object.entries(texts).map(([name, value]) => `${name}=${value}`);
}

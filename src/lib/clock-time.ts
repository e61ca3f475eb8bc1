const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** "14:05", on the clock of the person who looks. `at` in ms. */
export const clockTime = (at: number): string => clock.format(at)

"""The five tones of a state. A state is always said with a word and an icon; the colour only repeats it."""

SUCCESS = "success"
WARNING = "warning"
DANGER = "danger"
INFO = "info"
NEUTRAL = "neutral"
ICONS = {
    SUCCESS: "check-circle",
    WARNING: "exclamation-triangle",
    DANGER: "exclamation-octagon",
    INFO: "info-circle",
    NEUTRAL: "dash-circle",
}

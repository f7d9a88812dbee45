from outreach.enums import AppointmentState
from tznr.web import tones

TONES = {
    AppointmentState.UNKNOWN: tones.INFO,
    AppointmentState.SEEN: tones.SUCCESS,
    AppointmentState.EXCUSED: tones.NEUTRAL,
    AppointmentState.REVOKED: tones.NEUTRAL,
    AppointmentState.NO_SHOW: tones.WARNING,
}

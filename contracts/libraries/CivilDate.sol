// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Civil dates as day numbers since 1970-01-01
/// @notice Terms are agreed in calendar months, so months are added on the calendar, clamped to the last day of the month
/// (31 January plus one month is 28 or 29 February). Algorithm: Howard Hinnant, days_from_civil. Twin: domain/time/calendar.ts.
library CivilDate {
    /// @notice Registry time is Asia/Shanghai, UTC+8 without daylight saving.
    uint256 internal constant UTC_OFFSET = 8 hours;

    /// @notice The last second of the civil day `day`: 23:59:59 in Asia/Shanghai, as unix time.
    function endOf(uint32 day) internal pure returns (uint256) {
        unchecked {
            return (uint256(day) + 1) * 1 days - UTC_OFFSET - 1;
        }
    }

    /// @notice `day` plus `months` calendar months.
    function addMonths(uint32 day, uint256 months) internal pure returns (uint256) {
        (uint256 y, uint256 m, uint256 d) = toCivil(day);
        uint256 count = y * 12 + (m - 1) + months;
        y = count / 12;
        m = (count % 12) + 1;
        uint256 last = daysIn(y, m);
        return fromCivil(y, m, d < last ? d : last);
    }

    /// @notice Whether `end` is before `day` plus `months`. A month has at most 31 days, so few terms need the calendar.
    function isBeforeMonths(uint32 day, uint256 end, uint256 months) internal pure returns (bool) {
        return end < uint256(day) + 31 * months && end < addMonths(day, months);
    }

    /// @notice Whether `end` is after `day` plus `months`. A month has at least 28 days, so few terms need the calendar.
    function isAfterMonths(uint32 day, uint256 end, uint256 months) internal pure returns (bool) {
        return end > uint256(day) + 28 * months && end > addMonths(day, months);
    }

    function fromCivil(uint256 y, uint256 m, uint256 d) internal pure returns (uint256) {
        if (m <= 2) --y;
        uint256 era = y / 400;
        uint256 yearOfEra = y - era * 400;
        uint256 dayOfYear = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
        uint256 dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    function toCivil(uint256 day) internal pure returns (uint256 y, uint256 m, uint256 d) {
        uint256 z = day + 719_468;
        uint256 era = z / 146_097;
        uint256 dayOfEra = z - era * 146_097;
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 mp = (5 * dayOfYear + 2) / 153;
        d = dayOfYear - (153 * mp + 2) / 5 + 1;
        m = mp < 10 ? mp + 3 : mp - 9;
        y = yearOfEra + era * 400 + (m <= 2 ? 1 : 0);
    }

    function daysIn(uint256 y, uint256 m) internal pure returns (uint256) {
        if (m == 2) return (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) ? 29 : 28;
        return (m == 4 || m == 6 || m == 9 || m == 11) ? 30 : 31;
    }
}

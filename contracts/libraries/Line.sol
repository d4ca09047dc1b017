// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Overlay} from "../types/Overlay.sol";

/// @notice The half-open part [from, to) of a line, in base units.
struct Interval {
    uint128 from;
    uint128 to;
}

/// @title Line arithmetic
/// @notice A right of quantity Q is the line [0, Q). Overlays are kept in the order of their registration, which is the order
/// of their priority until a subordination says otherwise. Twin: domain/line/line.ts.
library Line {
    /// @notice At most this many overlays on one line: bounds every loop over a line.
    uint256 internal constant MAX_OVERLAYS = 64;
    /// @notice At most this many intervals in one registration on one line.
    uint256 internal constant MAX_INTERVALS = 16;

    /// @notice Intervals must be non-empty, ascending, not touching each other and inside the line.
    error InvalidInterval(uint256 index, uint256 from, uint256 to, uint256 quantity);
    /// @notice One registration takes 1 to {MAX_INTERVALS} intervals of a line.
    error InvalidIntervalCount(uint256 count);
    /// @notice The line would carry more than {MAX_OVERLAYS} overlays.
    error TooManyOverlays(uint256 count);

    /// @notice Reverts unless `intervals` are canonical: each way to say a set of units has exactly one form.
    function requireCanonical(Interval[] calldata intervals, uint256 quantity) internal pure {
        uint256 count = intervals.length;
        if (count == 0 || count > MAX_INTERVALS) revert InvalidIntervalCount(count);
        uint256 end;
        for (uint256 i = 0; i < count; ++i) {
            (uint256 from, uint256 to) = (intervals[i].from, intervals[i].to);
            bool touches = i != 0 && from <= end;
            if (touches || from >= to || to > quantity) revert InvalidInterval(i, from, to, quantity);
            end = to;
        }
    }

    /// @notice The first unit of `intervals` under an overlay of one of `kinds` (a mask, see {Overlays}), and that overlay; if several
    /// begin to cover at this unit, the one laid first. An overlay of zero if there is none.
    /// @dev Bounded by MAX_OVERLAYS × MAX_INTERVALS.
    function firstUnder(
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata intervals
    ) internal pure returns (uint256 unit, Overlay overlay) {
        for (uint256 i = 0; i < intervals.length; ++i) {
            (uint256 a, uint256 b) = (intervals[i].from, intervals[i].to);
            for (uint256 j = 0; j < overlays.length; ++j) {
                Overlay it = overlays[j];
                if (kinds & (1 << it.kind()) == 0) continue;
                (uint256 from, uint256 to) = (it.from(), it.to());
                if (from < b && a < to) {
                    uint256 first = from > a ? from : a;
                    if (Overlay.unwrap(overlay) == 0 || first < unit) (unit, overlay) = (first, it);
                }
            }
            if (Overlay.unwrap(overlay) != 0) break;
        }
    }

    /// @notice The first unit of [from, to) under no overlay of `kinds`; `to` if there is none.
    /// @dev Every round but the last passes one overlay at least: bounded by the square of their number.
    function firstClear(
        Overlay[] memory overlays,
        uint256 kinds,
        uint256 from,
        uint256 to
    ) internal pure returns (uint256 unit) {
        unit = from;
        for (bool moved = true; moved && unit < to;) {
            moved = false;
            for (uint256 i = 0; i < overlays.length; ++i) {
                Overlay it = overlays[i];
                if (kinds & (1 << it.kind()) == 0 || it.from() > unit || it.to() <= unit) continue;
                unit = it.to();
                moved = true;
            }
        }
        if (unit > to) unit = to;
    }

    /// @notice `overlays` with `added` behind them, at most {MAX_OVERLAYS} in all, as abi.encode has them: their number, then each.
    function appended(
        Overlay[] calldata overlays,
        Overlay[] memory added
    ) internal pure returns (bytes memory encoded) {
        uint256 count = overlays.length + added.length;
        if (count > MAX_OVERLAYS) revert TooManyOverlays(count);
        return abi.encodePacked(count, overlays, added);
    }

    /// @notice `overlays` without those that belong to the registration `ref`, in the same order.
    function without(Overlay[] calldata overlays, uint64 ref) internal pure returns (Overlay[] memory kept) {
        kept = new Overlay[](overlays.length);
        uint256 count;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].ref() != ref) kept[count++] = overlays[i];
        }
        _shorten(kept, count);
    }

    /// @notice `overlays` without what those of `kinds` and of the registration `ref` (0 is any) have on `intervals`, with `room` empty
    /// places at the end for what is to be laid there. What remains of an overlay stays in its place of the order, left part first.
    /// @dev Bounded by MAX_OVERLAYS × MAX_INTERVALS.
    function carved(
        Overlay[] calldata overlays,
        uint256 kinds,
        uint64 ref,
        Interval[] memory intervals,
        uint256 room
    ) internal pure returns (Overlay[] memory kept) {
        kept = new Overlay[](MAX_OVERLAYS);
        uint256 count;
        for (uint256 i = 0; i < overlays.length; ++i) {
            Overlay it = overlays[i];
            if (kinds & (1 << it.kind()) == 0 || (ref != 0 && it.ref() != ref)) {
                count = _push(kept, count, it);
                continue;
            }
            uint256 start = it.from();
            for (uint256 j = 0; j < intervals.length && start < it.to(); ++j) {
                if (intervals[j].to <= start) continue;
                uint256 end = intervals[j].from < it.to() ? intervals[j].from : it.to();
                if (start < end) count = _push(kept, count, it.on(start, end));
                start = intervals[j].to;
            }
            if (start < it.to()) count = _push(kept, count, it.on(start, it.to()));
        }
        if (count + room > MAX_OVERLAYS) revert TooManyOverlays(count + room);
        _shorten(kept, count + room);
    }

    /// @notice What `overlays` of `kinds` have on `part`, on a line that is the parts put together in order.
    /// @dev Bounded by MAX_OVERLAYS × MAX_INTERVALS.
    function divided(
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata part
    ) internal pure returns (Overlay[] memory taken) {
        taken = new Overlay[](MAX_OVERLAYS);
        uint256 count;
        for (uint256 i = 0; i < overlays.length; ++i) {
            Overlay it = overlays[i];
            if (kinds & (1 << it.kind()) == 0) continue;
            uint256 start;
            for (uint256 j = 0; j < part.length; ++j) {
                (uint256 a, uint256 b) = (part[j].from, part[j].to);
                uint256 from = it.from() > a ? it.from() : a;
                uint256 to = it.to() < b ? it.to() : b;
                if (from < to) count = _push(taken, count, it.on(start + from - a, start + to - a));
                start += b - a;
            }
        }
        _shorten(taken, count);
    }

    /// @notice How many units.
    function measure(Interval[] calldata intervals) internal pure returns (uint256 units) {
        for (uint256 i = 0; i < intervals.length; ++i) units += intervals[i].to - intervals[i].from;
    }

    function _push(Overlay[] memory list, uint256 count, Overlay overlay) private pure returns (uint256) {
        if (count == MAX_OVERLAYS) revert TooManyOverlays(count + 1);
        list[count] = overlay;
        return count + 1;
    }

    function _shorten(Overlay[] memory list, uint256 count) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }
}

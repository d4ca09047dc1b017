// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CivilDate} from "../libraries/CivilDate.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";

/// @title The libraries, callable from tests
/// @notice Never deployed outside tests.
contract LibraryHarness {
    /// @notice {CivilDate.endOf} and {CivilDate.addMonths}.
    function civil(
        uint32 day,
        uint256 months
    ) external pure returns (uint256 end, uint256 later, uint256 y, uint256 m, uint256 d) {
        (y, m, d) = CivilDate.toCivil(day);
        return (CivilDate.endOf(day), CivilDate.addMonths(day, months), y, m, d);
    }

    /// @notice {Line.requireCanonical}.
    function requireCanonical(Interval[] calldata intervals, uint256 quantity) external pure {
        Line.requireCanonical(intervals, quantity);
    }

    /// @notice {Line.firstCovered}.
    function firstCovered(
        Overlay[] calldata overlays,
        Interval[] calldata intervals
    ) external pure returns (bool found, uint256 unit) {
        return Line.firstCovered(overlays, intervals);
    }

    /// @notice {Line.appended}.
    function appended(
        Overlay[] calldata overlays,
        Overlay[] calldata added
    ) external pure returns (Overlay[] memory) {
        return abi.decode(bytes.concat(bytes32(uint256(0x20)), Line.appended(overlays, added)), (Overlay[]));
    }

    /// @notice {Line.without}.
    function without(
        Overlay[] calldata overlays,
        uint8 kind,
        uint64 ref
    ) external pure returns (Overlay[] memory) {
        return Line.without(overlays, kind, ref);
    }

    /// @notice {Overlays.pack}, and what the accessors read from the word.
    function pack(
        uint8 kind,
        uint64 ref,
        uint64 priority,
        uint256 from,
        uint256 to
    ) external pure returns (Overlay overlay, uint8 kind_, uint64 ref_, uint256 from_, uint256 to_) {
        overlay = Overlays.pack(kind, ref, priority, from, to);
        return (overlay, overlay.kind(), overlay.ref(), overlay.from(), overlay.to());
    }
}

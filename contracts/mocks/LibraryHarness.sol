// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Orders} from "../libraries/Orders.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";

/// @title The libraries, callable from tests
/// @notice Never deployed outside tests.
contract LibraryHarness {
    /// @notice {Orders.isInForce}.
    function isInForce(ILedger ledger, uint64 ref) external view returns (bool) {
        return Orders.isInForce(ledger, ref);
    }

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

    /// @notice {Line.firstUnder}.
    function firstUnder(
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata intervals
    ) external pure returns (uint256 unit, Overlay overlay) {
        return Line.firstUnder(overlays, kinds, intervals);
    }

    /// @notice {Line.firstClear}.
    function firstClear(
        Overlay[] calldata overlays,
        uint256 kinds,
        uint256 from,
        uint256 to
    ) external pure returns (uint256 unit) {
        return Line.firstClear(overlays, kinds, from, to);
    }

    /// @notice {Line.carved}.
    function carved(
        Overlay[] calldata overlays,
        uint256 kinds,
        uint64 ref,
        Interval[] calldata intervals,
        uint256 room
    ) external pure returns (Overlay[] memory) {
        return Line.carved(overlays, kinds, ref, intervals, room);
    }

    /// @notice {Line.divided}.
    function divided(
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata part
    ) external pure returns (Overlay[] memory) {
        return Line.divided(overlays, kinds, part);
    }

    /// @notice {Line.measure}.
    function measure(Interval[] calldata intervals) external pure returns (uint256 units) {
        return Line.measure(intervals);
    }

    /// @notice {Line.appended}.
    function appended(
        Overlay[] calldata overlays,
        Overlay[] calldata added
    ) external pure returns (Overlay[] memory) {
        return abi.decode(bytes.concat(bytes32(uint256(0x20)), Line.appended(overlays, added)), (Overlay[]));
    }

    /// @notice {Line.without}.
    function without(Overlay[] calldata overlays, uint64 ref) external pure returns (Overlay[] memory) {
        return Line.without(overlays, ref);
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

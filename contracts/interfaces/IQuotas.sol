// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title Quotas 配额: what happens to units by compliance, retirement and the authority's decision
/// @notice Units that are surrendered, retired or cut stay on the line under an overlay that says so; an interest on them stays too,
/// and shows as collateral that was lost (担保物减少), with the rank that it had.
///
/// Assumptions. The authority decides within its powers; the registry checks whose claims a decision touches. An interest that has lapsed
/// still counts as a claim, since only its agent ends it.
interface IQuotas {
    struct Decision {
        /// {Overlays}: SURRENDERED, RETIRED, CUT or NOT_CARRIED
        uint8 kind;
        /// the authority surrenders units although somebody has a claim on them; it answers for that, and it is shown
        bool overriding;
        /// compliance year; 0 where there is none
        uint16 period;
        /// file number of the decision, 1 to {MAX_TEXT} bytes
        string number;
        /// salted digest of the decision
        bytes32 digest;
    }

    /// @notice Indexed: the right, and the number of the authority.
    event QuotaChanged(
        RightId indexed right,
        uint256 indexed authority,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        Decision decision,
        Overlay[] added
    );

    error InvalidDecision(uint8 kind);
    error InvalidDecisionNumber();
    /// @notice Only a surrender can override the claims on the units.
    error CannotOverride(uint8 kind);
    /// @notice The unit `unit` is under an overlay of the kind `kind`, of the registration `ref`, that keeps it from this.
    error UnitsEncumbered(RightId right, uint256 unit, uint8 kind, uint64 ref);
    /// @notice The unit `unit` was not carried over and is of no use for compliance.
    error UnitsNotCarried(RightId right, uint256 unit);
    /// @notice A cut takes free units first: the unit `unit` is still free.
    error FreeUnitsFirst(RightId right, uint256 unit);

    /// @notice Records a decision on `intervals` of a right. A maker of the authority that confirmed it.
    /// SURRENDERED: no units that were not carried over; units under an interest, a sale or a restriction in force (other than
    /// COMPLIANCE) only by overriding, and sold units never. RETIRED: the same, never overriding. CUT: never refused for what lies on
    /// the units, but free units first. NOT_CARRIED: nothing that was so before.
    function record(
        RightId right,
        Head calldata head,
        Interval[] calldata intervals,
        Decision calldata decision
    ) external returns (uint64 sequence);
}

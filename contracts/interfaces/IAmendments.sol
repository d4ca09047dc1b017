// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";
import {ISecurityInterests} from "./ISecurityInterests.sol";

/// @title Amendments 变更登记: what changes in an interest while it lasts
/// @notice The number of the initial registration is kept; every change has a number of its own. Nothing here worsens the rank of
/// anybody: what is added ranks from its own registration.
///
/// Assumptions. The agent declares what was agreed with grantor and debtor; only what a type's policy demands is signed by the grantor.
interface IAmendments {
    struct Amendment {
        PartyId debtor;
        /// minor units. More than before ranks from this amendment; less keeps the rank of the rest, the latest increase goes first
        uint128 securedAmount;
        string contractNumber;
        bytes32 contractDigest;
        bool acknowledgeJunior;
        bool negativePledge;
        uint32 determinationDay;
    }

    /// @notice 变更. `added` ranks from this registration.
    event InterestAmended(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        Amendment amendment,
        ISecurityInterests.Collateral[] added
    );
    /// @notice 展期.
    event InterestExtended(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        uint32 termTo
    );
    /// @notice 预告转本登记: the interest has arisen and keeps the rank of its advance registration.
    event InterestConfirmed(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        bytes32 contractDigest
    );

    /// @notice At most {MAX_INCREASES} increases stand at a time.
    error TooManyIncreases(uint256 count);
    /// @notice The unit `unit` is under an overlay of this interest already, and cannot be so twice.
    error UnitsAlreadyTaken(RightId right, uint256 unit);
    /// @notice An extension adds {MIN_EXTENSION} to {MAX_EXTENSION} calendar months to the term that is running.
    error InvalidExtension(uint32 termTo, uint32 newTermTo);
    /// @notice 0 < minMonths <= maxMonths.
    error InvalidExtensionTerm(uint16 minMonths, uint16 maxMonths);
    /// @notice Amends. A maker of the agent; status ADVANCE or EFFECTIVE, not lapsed. Added units obey the rules of an initial
    /// registration; where a type demands the grantor's consent to them, it signs act "AmendmentConsent", subject the grantor, word as
    /// in a registration, details keccak256(abi.encode(interest, amendment)).
    function amend(
        InterestId interest,
        Head calldata head,
        Amendment calldata amendment,
        ISecurityInterests.CollateralInput[] calldata added,
        Approval calldata consent
    ) external returns (uint64 sequence);

    /// @notice Extends the term, before 23:59:59 (Asia/Shanghai) of its last day has passed. A maker of the agent; status ADVANCE,
    /// EFFECTIVE or ENFORCING.
    function extend(
        InterestId interest,
        Head calldata head,
        uint32 termTo
    ) external returns (uint64 sequence);

    /// @notice Records that the interest announced has arisen. A maker of the agent; status ADVANCE, not lapsed.
    function confirm(
        InterestId interest,
        Head calldata head,
        bytes32 contractDigest
    ) external returns (uint64 sequence);
}
